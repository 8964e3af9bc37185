package dev.supervisord.engine;

import dev.supervisord.engine.Explanation.Awaited;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.Phase;
import java.util.List;

/** What to do about a process that is not up, in terms of the command line. Stateless. */
final class Advice {

    private Advice() {}

    /** Empty when nothing has to be done. */
    static String of(ProcessView process, List<Awaited> waitsFor) {
        return switch (process.phase()) {
            case STOPPED -> "to start it: ctl start " + process.name();
            case EXITED ->
                process.spec().role().isOneshot()
                                || process.situation().state().kind().hasRun()
                        ? ""
                        : "to start it again: ctl start " + process.name();
            case FATAL -> remedy(process) + ", then: ctl start " + process.name();
            case BACKOFF -> remedy(process) + "; to try at once: ctl start " + process.name();
            case STARTING -> awaited(waitsFor);
            case UNKNOWN ->
                "end it by hand"
                        + process.pid().stream()
                                .mapToObj(pid -> ": kill " + pid)
                                .findFirst()
                                .orElse("");
            case RUNNING, STOPPING -> "";
        };
    }

    /** Only what will not come up by itself is worth somebody's attention. */
    private static String awaited(List<Awaited> waitsFor) {
        return waitsFor.stream()
                .filter(awaited -> awaited.phase().filter(Phase::isDown).isPresent())
                .findFirst()
                .map(down -> "to see what it waits for: ctl why " + down.name())
                .orElse("");
    }

    private static String remedy(ProcessView process) {
        return process.failure()
                .map(Remedy::of)
                .orElse("see what it has said: ctl tail " + process.name()
                        + (process.spec().output().redirectStderr() ? "" : " stderr"));
    }
}
