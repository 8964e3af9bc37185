package dev.supervisord.ctl;

import dev.supervisord.v1.ProcessChange;
import dev.supervisord.v1.ProcessChange.ChangedKey;
import dev.supervisord.v1.ReloadRequest;
import dev.supervisord.v1.ReloadResponse;
import dev.supervisord.v1.SocketChange;
import java.util.List;

/** {@code reload}: reads the configuration again and applies the difference, process by process. */
final class ReloadCommand implements Command {
    @Override
    public String help() {
        return """
                reload\t\t\tRead the configuration again and apply what differs; nothing else is touched
                reload --dry-run\tOnly show what differs and what would be done
                reload --restart-all\tRestart everything that has autostart, changed or not""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        ReloadRequest.Builder request = ReloadRequest.newBuilder();
        for (String word : words) {
            switch (word) {
                case "--dry-run" -> request.setDryRun(true);
                case "--restart-all" -> request.setRestartAll(true);
                default -> {
                    return Dispatch.usage(this, "bad argument " + word, session, ExitCode.ERROR);
                }
            }
        }
        ReloadResponse response = Progress.of(
                session,
                List.of(),
                Progress.Goal.CONFIGURED,
                () -> session.config().reload(request.build()));
        for (String warning : response.getWarningsList()) {
            session.console().error("warning: " + warning);
        }
        for (SocketChange change : response.getSocketsList()) {
            session.console().line(text(change, request.getDryRun()));
            if (request.getDryRun()) {
                printKeys(change.getKeysList(), session.console());
            }
        }
        for (ProcessChange change : response.getChangesList()) {
            session.console().line(text(change, request.getDryRun()));
            if (request.getDryRun()) {
                printKeys(change.getKeysList(), session.console());
            }
        }
        if (response.getChangesCount() == 0 && response.getSocketsCount() == 0) {
            session.console().line("No config updates to processes");
        }
        return ExitCode.OK;
    }

    private static void printKeys(List<ChangedKey> keys, Console console) {
        for (ChangedKey key : keys) {
            console.line("    " + key.getKey() + ": " + value(key.getBefore()) + " -> " + value(key.getAfter()));
        }
    }

    private static String value(String text) {
        return text.isEmpty() ? "(none)" : text;
    }

    /** "web:web_03: added, started", "web: command changed, restarted". */
    private static String text(ProcessChange change, boolean dryRun) {
        String what = switch (change.getKind()) {
            case KIND_ADDED -> "added";
            case KIND_REMOVED -> "removed";
            case KIND_CHANGED, KIND_UNSPECIFIED, UNRECOGNIZED -> keys(change.getKeysList()) + "changed";
        };
        String done = switch (change.getAction()) {
            case ACTION_START -> "started";
            case ACTION_RESTART -> "restarted";
            case ACTION_APPLY_LIVE -> "applied";
            case ACTION_STOP -> "stopped";
            case ACTION_NONE, ACTION_UNSPECIFIED, UNRECOGNIZED -> "";
        };
        String line = change.getName() + ": " + what;
        return done.isEmpty() ? line : line + (dryRun ? ", would be " : ", ") + done;
    }

    /** "socket web: listen changed", "socket old: removed, would be closed". */
    private static String text(SocketChange change, boolean dryRun) {
        String then = dryRun ? ", would be " : ", ";
        String what = switch (change.getKind()) {
            case KIND_ADDED -> "added" + then + "opened";
            case KIND_REMOVED -> "removed" + then + "closed";
            case KIND_CHANGED, KIND_UNSPECIFIED, UNRECOGNIZED -> keys(change.getKeysList()) + "changed";
        };
        return "socket " + change.getName() + ": " + what;
    }

    /** The changed keys with a blank after them; nothing when there are none. */
    private static String keys(List<ChangedKey> changed) {
        StringBuilder keys = new StringBuilder();
        for (ChangedKey key : changed) {
            keys.append(keys.length() == 0 ? "" : ", ").append(key.getKey());
        }
        return keys.length() == 0 ? "" : keys.append(' ').toString();
    }
}
