package dev.supervisord.os.posix;

import dev.supervisord.model.Credentials;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Users;
import dev.supervisord.os.Users.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * As whom a child is to run, looked up and found to be permitted.
 *
 * @param other the user to become, with the groups to have then; empty when the daemon already is all that was asked for
 * @param login the variables that belong to the user's login, if it is to get them
 */
record Identity(Optional<User> other, Map<String, String> login) {

    private static final String USUAL_SHELL = "/bin/sh";

    static Identity of(Credentials credentials, Users users) throws StageFailed {
        if (credentials.user().isEmpty() && credentials.group().isEmpty()) {
            return new Identity(Optional.empty(), Map.of());
        }
        String cannot = "cannot run as " + words(credentials) + ": ";
        try {
            Optional<User> user = credentials.user().isPresent()
                    ? Optional.of(users.user(credentials.user().get())
                            .orElseThrow(() -> new StageFailed(Stage.USER, cannot + "there is no such user")))
                    : Optional.empty();
            User wanted = user.orElseGet(Identity::own);
            if (credentials.group().isPresent()) {
                int gid = users.group(credentials.group().get())
                        .orElseThrow(() -> new StageFailed(
                                Stage.USER,
                                cannot + "there is no group "
                                        + credentials.group().get()));
                wanted = withPrimary(wanted, gid);
            }
            Map<String, String> login = credentials.login() && user.isPresent() ? login(user.get()) : Map.of();
            return new Identity(permitted(wanted, credentials, cannot), login);
        } catch (OsException unanswered) {
            throw new StageFailed(Stage.USER, cannot + unanswered.getMessage());
        }
    }

    private static String words(Credentials credentials) {
        return credentials.user().map(user -> "user " + user).orElse("")
                + (credentials.user().isPresent() && credentials.group().isPresent() ? " and " : "")
                + credentials.group().map(group -> "group " + group).orElse("");
    }

    private static User own() {
        int uid = LibC.geteuid();
        return new User(Integer.toUnsignedString(uid), uid, LibC.getegid(), FileCredentials.threadGroups(), "", "");
    }

    /** As {@code initgroups(3)} has it: the primary group of the database gives way, the supplementary ones stay. */
    private static User withPrimary(User user, int gid) {
        List<Integer> groups = new ArrayList<>(user.groups());
        groups.remove((Integer) user.gid());
        groups.remove((Integer) gid);
        groups.add(0, gid);
        return new User(user.name(), user.uid(), gid, groups, user.home(), user.shell());
    }

    private static Map<String, String> login(User user) {
        String shell = user.shell().isEmpty() ? USUAL_SHELL : user.shell();
        return Map.of("HOME", user.home(), "USER", user.name(), "LOGNAME", user.name(), "SHELL", shell);
    }

    private static Optional<User> permitted(User wanted, Credentials credentials, String cannot) throws StageFailed {
        boolean sameGroup = credentials.group().isEmpty() || wanted.gid() == LibC.getegid();
        if (wanted.uid() == LibC.geteuid() && sameGroup) {
            return Optional.empty();
        }
        if (LibC.geteuid() != 0) {
            throw new StageFailed(Stage.USER, Errno.EPERM, cannot + "the daemon is not root");
        }
        return Optional.of(wanted);
    }
}
