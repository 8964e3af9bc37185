package dev.supervisord.app;

import dev.supervisord.os.Users.User;
import dev.supervisord.os.posix.PosixSelf;
import dev.supervisord.os.posix.PosixUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The daemon as another user ({@code user} of {@code [supervisord]}): the process executes {@code setpriv(1)}, which
 * executes the daemon again under the same pid. No thread of a JVM ever changes its user by itself.
 */
final class RunAs {

    private static final String SETPRIV = "/usr/bin/setpriv";

    private RunAs() {}

    /** Returns only when this process already is that user. */
    static void become(String nameOrNumber, Map<String, String> environment) throws Usage {
        User user = new PosixUsers()
                .user(nameOrNumber)
                .orElseThrow(() -> new Usage("Error: there is no user " + nameOrNumber));
        int self = PosixUsers.effectiveUid();
        if (self == user.uid()) {
            return;
        }
        if (self != 0) {
            throw new Usage("Error: cannot run as user " + user.name() + ": only root can become another user; start "
                    + "supervisord as root, or remove user from [supervisord]");
        }
        List<String> words = new ArrayList<>(
                List.of("setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--init-groups", "--"));
        List<String> own = new ArrayList<>(PosixSelf.commandLine());
        own.set(0, ProcessHandle.current().info().command().orElse(own.get(0)));
        words.addAll(own);
        throw new Usage("Error: cannot run as user " + user.name() + ": "
                + PosixSelf.become(SETPRIV, words, environment).getMessage());
    }
}
