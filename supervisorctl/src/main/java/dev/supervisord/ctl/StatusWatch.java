package dev.supervisord.ctl;

import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchResponse;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code status --watch}: a table that stays up to date on a terminal; elsewhere a line for each change, after all of them. */
final class StatusWatch {
    private static final long REDRAW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Session session;
    private final List<String> names;

    /** @param names none: all processes */
    StatusWatch(Session session, List<String> names) {
        this.session = session;
        this.names = names;
    }

    /** Until the user leaves. */
    ExitCode run() {
        session.terminal().endsWellOnInterrupt();
        try (Watching watching = new Watching(session, names)) {
            Optional<WatchResponse> first = watching.next(TimeUnit.SECONDS.toNanos(Session.PATIENCE_SECONDS));
            if (first.isPresent() && first.get().getUnknownCount() > 0) {
                for (OperationResult unknown : first.get().getUnknownList()) {
                    session.console().line(Results.text(unknown));
                }
                return ExitCode.UNKNOWN;
            }
            return session.terminal().isScreen() ? draw(watching) : append(watching, first);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return ExitCode.OK;
        }
    }

    private ExitCode append(Watching watching, Optional<WatchResponse> first) throws InterruptedException {
        Console console = session.console();
        WatchedProcesses processes = new WatchedProcesses();
        first.ifPresent(processes::take);
        new StatusTable(processes.all()).print(console);
        console.flush();
        while (!console.isClosed()) {
            Optional<WatchResponse> told = watching.next(LOOK_NANOS);
            if (told.isPresent()) {
                for (WatchedProcesses.Change change : processes.take(told.get())) {
                    ProcessStatus after = change.after();
                    if (after == null) {
                        console.line(change.name() + ": removed");
                    } else if (new EventLine(change).isWorthTelling()) {
                        new StatusTable(List.of(after)).print(console);
                    }
                }
                console.flush();
            }
        }
        return ExitCode.OK;
    }

    private ExitCode draw(Watching watching) throws InterruptedException {
        try (FullScreen screen = new FullScreen(session)) {
            long drawn = System.nanoTime() - REDRAW_NANOS;
            while (!screen.typed(key -> key == 'q' || key == 'Q')) {
                boolean changed = watching.next(0).isPresent();
                if (changed || System.nanoTime() - drawn >= REDRAW_NANOS) {
                    drawn = System.nanoTime();
                    screen.show(picture());
                }
            }
        }
        return ExitCode.OK;
    }

    /** Asked for anew, because uptimes are not told by a watch; which is also what finds the next daemon when this one ends. */
    private List<String> picture() {
        List<ProcessStatus> processes;
        try {
            processes = session.soon(session.processes())
                    .getStatus(GetStatusRequest.newBuilder()
                            .addAllSelectors(names.contains("all") ? List.of() : names)
                            .build())
                    .getProcessesList();
        } catch (StatusRuntimeException gone) {
            return List.of(session.server().url() + "   " + Failures.text(gone.getStatus()) + "   q: quit");
        }
        long up = processes.stream()
                .filter(process -> process.getState() == ProcessState.PROCESS_STATE_RUNNING)
                .count();
        List<String> lines = new ArrayList<>();
        lines.add(session.server().url() + "   " + up + " of " + processes.size() + " RUNNING   q: quit");
        lines.add("");
        lines.addAll(new StatusTable(processes).lines());
        return lines;
    }
}
