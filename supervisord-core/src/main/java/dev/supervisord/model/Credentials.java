package dev.supervisord.model;

import java.util.Optional;

/**
 * As whom a process runs.
 *
 * @param user a name or a number ({@code user}); empty: the daemon's
 * @param group the primary group, a name or a number ({@code group}); empty: that of {@code user}, else the daemon's
 * @param login whether it gets the HOME, USER, LOGNAME and SHELL of its user ({@code login_env}); false without a user
 * @param noNewPrivileges whether it can never gain rights by executing something ({@code no_new_privs}, {@code prctl(2)})
 */
public record Credentials(Optional<String> user, Optional<String> group, boolean login, boolean noNewPrivileges) {

    /** Those of the daemon. */
    public static final Credentials INHERITED = new Credentials(Optional.empty(), Optional.empty(), false, false);

    public Credentials {
        if (login && user.isEmpty()) {
            throw new IllegalArgumentException("the login of no user");
        }
    }

    public Credentials withUser(String nameOrNumber) {
        return new Credentials(Optional.of(nameOrNumber), group, login, noNewPrivileges);
    }

    public Credentials withGroup(String nameOrNumber) {
        return new Credentials(user, Optional.of(nameOrNumber), login, noNewPrivileges);
    }
}
