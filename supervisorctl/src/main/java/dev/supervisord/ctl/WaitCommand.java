package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code wait}: until processes are in a state; succeeds only when all of them are in it at the same time. */
final class WaitCommand implements Command {
    private static final String FOR = "--for";
    private static final String TIMEOUT = "--timeout";

    @Override
    public String help() {
        return """
                wait <name> ... [--for=running|stopped|exited|fatal] [--timeout=30s]
                \t\t\tWait until all these processes are in a state (default: running)
                \t\t\tTimes: 500ms, 30s, 2m, 1h; without one it waits as long as it takes
                Exit code: 0 all are in it, 4 no such process, 5 it took too long.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        List<String> names = new ArrayList<>();
        ProcessState wanted = ProcessState.PROCESS_STATE_RUNNING;
        Patience patience = Patience.UNLIMITED;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                names.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            boolean next = equals < 0 && i + 1 < words.size();
            String value = equals >= 0 ? word.substring(equals + 1) : next ? words.get(++i) : "";
            if (option.equals(FOR) && state(value) != ProcessState.PROCESS_STATE_UNSPECIFIED) {
                wanted = state(value);
            } else if (option.equals(TIMEOUT) && Patience.parse(value).isPresent()) {
                patience = Patience.parse(value).get();
            } else {
                return Dispatch.usage(this, "bad argument " + (option + " " + value).strip(), session, ExitCode.USAGE);
            }
        }
        if (names.isEmpty()) {
            return Dispatch.usage(this, "wait requires a process name", session, ExitCode.USAGE);
        }
        try (Watching watching = new Watching(session, names)) {
            return await(watching, wanted, patience, session);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return ExitCode.ERROR;
        }
    }

    private static ProcessState state(String word) {
        return switch (word) {
            case "running" -> ProcessState.PROCESS_STATE_RUNNING;
            case "stopped" -> ProcessState.PROCESS_STATE_STOPPED;
            case "exited" -> ProcessState.PROCESS_STATE_EXITED;
            case "fatal" -> ProcessState.PROCESS_STATE_FATAL;
            default -> ProcessState.PROCESS_STATE_UNSPECIFIED;
        };
    }

    private static ExitCode await(Watching watching, ProcessState wanted, Patience patience, Session session)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.nanos();
        WatchedProcesses processes = new WatchedProcesses();
        ProgressLine shown = new ProgressLine(session.console());
        Optional<ExitCode> end = Optional.empty();
        while (end.isEmpty()) {
            Optional<WatchResponse> told = watching.next(Math.max(0, deadline - System.nanoTime()));
            shown.erase();
            end = told.isEmpty()
                    ? Optional.of(tooLate(processes.all(), wanted, patience, session.console()))
                    : look(told.get(), processes, wanted, session.console());
            if (end.isEmpty() && session.terminal().isScreen()) {
                shown.draw(ProgressLine.text(
                        StatusTable.state(wanted), processes.all(), process -> process.getState() == wanted));
            }
        }
        return end.get();
    }

    /** Takes over what is told; empty while there is more to wait for. */
    private static Optional<ExitCode> look(
            WatchResponse told, WatchedProcesses processes, ProcessState wanted, Console console) {
        List<WatchedProcesses.Change> changes = processes.take(told);
        if (told.getUnknownCount() > 0) {
            for (OperationResult unknown : told.getUnknownList()) {
                console.line(Results.text(unknown));
            }
            return Optional.of(ExitCode.UNKNOWN);
        }
        for (WatchedProcesses.Change change : changes) {
            if (change.after() == null) {
                console.line(change.name() + ": ERROR (no such process: it was removed from the configuration)");
                return Optional.of(ExitCode.UNKNOWN);
            }
        }
        if (!processes.all().stream().allMatch(process -> process.getState() == wanted)) {
            return Optional.empty();
        }
        processes
                .all()
                .forEach(process ->
                        console.line(StatusTable.name(process) + ": " + StatusTable.state(process.getState())));
        return Optional.of(ExitCode.OK);
    }

    private static ExitCode tooLate(
            List<ProcessStatus> processes, ProcessState wanted, Patience patience, Console console) {
        if (processes.isEmpty()) {
            console.line("ERROR: the daemon has not answered within " + patience.text());
        }
        for (ProcessStatus process : processes) {
            if (process.getState() != wanted) {
                String reason = process.getReason().isEmpty() ? "" : ": " + process.getReason();
                console.line(StatusTable.name(process) + ": ERROR (still " + StatusTable.state(process.getState())
                        + " after " + patience.text() + reason + ")");
            }
        }
        return ExitCode.TIMED_OUT;
    }
}
