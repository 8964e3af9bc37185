package dev.supervisord.rpc;

import static java.util.Map.entry;

import dev.supervisord.model.AccessRole;
import java.util.Map;

/**
 * What a caller needs for a method.
 *
 * @param scope to which processes the role has to extend
 */
record Requirement(AccessRole role, Scope scope) {

    /** Which processes a call concerns. */
    enum Scope {
        /** None in particular, and nothing is told that anybody may not know. */
        NONE,
        /** Any: whoever has the role somewhere. */
        ANY,
        /** Those that the request selects, one by one: for the others there is a result that says no. */
        EACH,
        /** Those that the request selects, all of them. */
        SELECTED,
        /** Those that the request selects, and later ones: the others are left out of the answers. */
        WATCHED,
        /** All, also those that are not configured yet. */
        DAEMON
    }

    private static final String PACKAGE = "supervisord.v1.";

    /** A method that is missing here is for admins. */
    private static final Map<String, Requirement> METHODS = Map.ofEntries(
            entry("ProcessService/GetStatus", new Requirement(AccessRole.READ, Scope.EACH)),
            entry("ProcessService/Explain", new Requirement(AccessRole.READ, Scope.EACH)),
            entry("ProcessService/Describe", new Requirement(AccessRole.READ, Scope.EACH)),
            entry("ProcessService/Watch", new Requirement(AccessRole.READ, Scope.WATCHED)),
            entry("ProcessService/Start", new Requirement(AccessRole.OPERATE, Scope.EACH)),
            entry("ProcessService/Stop", new Requirement(AccessRole.OPERATE, Scope.EACH)),
            entry("ProcessService/Restart", new Requirement(AccessRole.OPERATE, Scope.EACH)),
            entry("ProcessService/Signal", new Requirement(AccessRole.OPERATE, Scope.EACH)),
            entry("ProcessService/WriteInput", new Requirement(AccessRole.OPERATE, Scope.SELECTED)),
            entry("AttachService/Attach", new Requirement(AccessRole.OPERATE, Scope.SELECTED)),
            entry("LogService/Tail", new Requirement(AccessRole.READ, Scope.SELECTED)),
            entry("LogService/TailDaemon", new Requirement(AccessRole.READ, Scope.DAEMON)),
            entry("LogService/Logs", new Requirement(AccessRole.READ, Scope.SELECTED)),
            entry("LogService/Clear", new Requirement(AccessRole.OPERATE, Scope.EACH)),
            entry("LogService/Rotate", new Requirement(AccessRole.OPERATE, Scope.EACH)),
            entry("ConfigService/ListAvailable", new Requirement(AccessRole.READ, Scope.DAEMON)),
            entry("ConfigService/Reload", new Requirement(AccessRole.ADMIN, Scope.DAEMON)),
            entry("ConfigService/Reread", new Requirement(AccessRole.ADMIN, Scope.DAEMON)),
            entry("ConfigService/Update", new Requirement(AccessRole.ADMIN, Scope.DAEMON)),
            entry("ConfigService/AddGroups", new Requirement(AccessRole.ADMIN, Scope.DAEMON)),
            entry("ConfigService/RemoveGroups", new Requirement(AccessRole.ADMIN, Scope.DAEMON)),
            entry("DaemonService/GetVersion", new Requirement(AccessRole.READ, Scope.ANY)),
            entry("DaemonService/SetLogLevel", new Requirement(AccessRole.ADMIN, Scope.DAEMON)),
            entry("DaemonService/Shutdown", new Requirement(AccessRole.ADMIN, Scope.DAEMON)),
            entry("DaemonService/Upgrade", new Requirement(AccessRole.ADMIN, Scope.DAEMON)));

    private static final Requirement OTHERS = new Requirement(AccessRole.ADMIN, Scope.DAEMON);
    private static final Requirement OPEN = new Requirement(AccessRole.READ, Scope.NONE);

    /** @param method its full name, {@code supervisord.v1.ProcessService/Start} */
    static Requirement of(String method) {
        if (method.startsWith("grpc.health.") || method.startsWith("grpc.reflection.")) {
            return OPEN;
        }
        return METHODS.getOrDefault(shortName(method), OTHERS);
    }

    /** Whether somebody has thought of it. */
    static boolean isListed(String method) {
        return METHODS.containsKey(shortName(method));
    }

    private static String shortName(String method) {
        return method.startsWith(PACKAGE) ? method.substring(PACKAGE.length()) : method;
    }

    /** Whether a call may change something. */
    boolean isChange() {
        return role != AccessRole.READ;
    }
}
