package dev.supervisord.ctl;

import dev.supervisord.v1.AvailableProcess;
import dev.supervisord.v1.ListAvailableRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a word of the shell may become: a command, or a name that the daemon knows. */
final class ShellCompletion {
    private static final List<String> SIGNALS = List.of("HUP", "INT", "KILL", "QUIT", "TERM", "USR1", "USR2");
    private static final List<String> LEVELS =
            List.of("critical", "error", "warn", "info", "debug", "trace", "blather");
    private static final Set<String> WITHOUT_NAMES =
            Set.of("avail", "exit", "quit", "reload", "reread", "shutdown", "update", "upgrade", "version");

    private final Session session;

    ShellCompletion(Session session) {
        this.session = session;
    }

    /** What the last word of a text may become, each in full; a word that has not begun yet is the empty one. */
    List<String> of(String text) {
        List<String> words = Dispatch.words(text);
        boolean begun = !text.isEmpty() && !text.endsWith(" ");
        String word = begun && !words.isEmpty() ? words.get(words.size() - 1) : "";
        int before = words.size() - (begun ? 1 : 0);
        List<String> fits = new ArrayList<>();
        for (String choice : choices(before == 0 ? "" : words.get(0), before)) {
            if (choice.startsWith(word)) {
                fits.add(choice);
            }
        }
        return fits;
    }

    private Collection<String> choices(String command, int before) {
        if (before == 0 || command.equals("help")) {
            return List.of(Commands.NAMES);
        }
        if (command.equals("loglevel")) {
            return LEVELS;
        }
        if (command.equals("signal") && before == 1) {
            return SIGNALS;
        }
        return WITHOUT_NAMES.contains(command) ? List.of() : names();
    }

    private Collection<String> names() {
        Set<String> names = new LinkedHashSet<>();
        try {
            for (AvailableProcess process : session.soon(session.config())
                    .listAvailable(ListAvailableRequest.getDefaultInstance())
                    .getProcessesList()) {
                if (!process.getGroup().equals(process.getProcess())) {
                    names.add(process.getGroup());
                    names.add(process.getGroup() + ":*");
                }
                names.add(StatusTable.name(process.getGroup(), process.getProcess()));
            }
        } catch (StatusRuntimeException e) {
            return List.of(); // whoever goes on without a completion is told by the command what is wrong
        }
        names.add("all");
        return names;
    }
}
