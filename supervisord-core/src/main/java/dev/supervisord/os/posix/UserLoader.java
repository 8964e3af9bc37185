package dev.supervisord.os.posix;

import dev.supervisord.os.Users.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The program that changes user or privileges between the gate's shell and the program, which it executes.
 *
 * <p>{@code setpriv(1)} of util-linux does everything, but asks the user database for numbers as if they were names, and loads
 * twice as long as {@code chroot(1)} of GNU coreutils. That one stays in the same root, enters no directory, and becomes the
 * user before it looks for the program.
 *
 * @param words its path and options, to be followed by the program
 */
record UserLoader(List<String> words) {

    static final String SETPRIV = "/usr/bin/setpriv";
    static final String CHROOT = "/usr/sbin/chroot";

    UserLoader {
        words = List.copyOf(words);
    }

    /** By {@code setpriv(1)}. */
    static UserLoader setpriv(Optional<User> user, boolean noNewPrivileges) {
        List<String> words = new ArrayList<>(List.of(SETPRIV));
        if (user.isPresent()) {
            String groups =
                    user.get().groups().stream().map(Integer::toUnsignedString).collect(Collectors.joining(","));
            words.add("--reuid=" + Integer.toUnsignedString(user.get().uid()));
            words.add("--regid=" + Integer.toUnsignedString(user.get().gid()));
            words.add(groups.isEmpty() ? "--clear-groups" : "--groups=" + groups);
        }
        if (noNewPrivileges) {
            words.add("--no-new-privs");
        }
        words.add("--");
        return new UserLoader(words);
    }

    /** By {@code chroot(1)}, where {@link ChrootTrial} has found that it can be had. */
    static UserLoader chroot(User user) {
        return new UserLoader(List.of(
                CHROOT,
                "--skip-chdir",
                // The sign says that these are numbers, not names to be looked up.
                "--userspec=+" + Integer.toUnsignedString(user.uid()) + ":+" + Integer.toUnsignedString(user.gid()),
                "--groups="
                        + user.groups().stream()
                                .map(gid -> "+" + Integer.toUnsignedString(gid))
                                .collect(Collectors.joining(",")),
                "/"));
    }

    /** What the kernel calls it. */
    String name() {
        return words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    }
}
