package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.WatchResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code events}: a line for each change of a process, as it happens. */
final class EventsCommand implements Command {
    private static final long LOOK_EVERY_SECONDS = 3600;

    @Override
    public String help() {
        return """
                events\t\t\tShow each change of a process as it happens; Ctrl-C ends it
                events <name> ...\tThe same of these processes, programs or groups
                events --json ...\tA JSON object for each change, with all that is known of the process
                Each line: time, process, state before -> state after (why). -f is understood and changes nothing.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        List<String> names = new ArrayList<>();
        boolean json = false;
        for (String word : words) {
            if (word.equals("--json")) {
                json = true;
            } else if (word.startsWith("-") && !word.equals("-f")) {
                return Dispatch.usage(this, "bad argument " + word, session, ExitCode.USAGE);
            } else if (!word.equals("-f")) {
                names.add(word);
            }
        }
        session.terminal().endsWellOnInterrupt();
        try (Watching watching = new Watching(session, names)) {
            return follow(watching, json, session.console());
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return ExitCode.OK;
        }
    }

    private static ExitCode follow(Watching watching, boolean json, Console console) throws InterruptedException {
        WatchedProcesses processes = new WatchedProcesses();
        boolean begun = false;
        while (!console.isClosed()) {
            Optional<WatchResponse> told = watching.next(TimeUnit.SECONDS.toNanos(LOOK_EVERY_SECONDS));
            if (told.isEmpty()) {
                continue;
            }
            List<WatchedProcesses.Change> changes = processes.take(told.get());
            if (begun) {
                tell(told.get(), changes, json, console);
            } else if (told.get().getUnknownCount() > 0) {
                for (OperationResult unknown : told.get().getUnknownList()) {
                    console.error(Results.text(unknown));
                }
                return ExitCode.UNKNOWN;
            }
            begun = true;
        }
        return ExitCode.OK;
    }

    private static void tell(
            WatchResponse message, List<WatchedProcesses.Change> changes, boolean json, Console console) {
        if (message.getMissed()) {
            console.error("... some changes were missed; these are the states that they led to ...");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        for (WatchedProcesses.Change change : changes) {
            EventLine line = new EventLine(change);
            if (line.isWorthTelling()) {
                console.line(json ? line.json(now) : line.text(now));
            }
        }
        console.flush();
    }
}
