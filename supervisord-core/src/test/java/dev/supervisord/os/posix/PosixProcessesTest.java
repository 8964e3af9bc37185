package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.Signal;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes;
import dev.supervisord.os.ProcessesContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PosixProcessesTest extends ProcessesContract {

    private final PosixProcesses processes = new PosixProcesses();

    @BeforeEach
    void adoptOrphans() {
        processes.becomeSubreaper();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(Optional.empty(), processes.reap());
        assertEquals(false, processes.awaitExit());
        // Tests of other classes in this JVM have orphans that are to go elsewhere.
        LibC.prctl(Linux.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
    }

    @Override
    protected Processes processes() {
        return processes;
    }

    @Override
    protected LaunchSpec spec(Kind kind) {
        return switch (kind) {
            case ENDLESS -> command("sleep", "1000");
            case EXITS_WITH_7 -> command("sh", "-c", "exit 7");
            case DEAF_TO_TERM -> command("sh", "-c", "trap '' TERM; exec sleep 1000");
            case HAS_DESCENDANT -> command("sh", "-c", "sleep 1000 & exec sleep 1001");
            case MISSING -> command("no-such-command");
        };
    }

    @Override
    protected void untilReady(Kind kind, Pid pid) {
        switch (kind) {
            case DEAF_TO_TERM -> ChildView.of(pid).until(child -> child.ignores(Signal.TERM));
            case HAS_DESCENDANT ->
                ChildView.of(pid).until(child -> !child.children().isEmpty());
            case ENDLESS, EXITS_WITH_7, MISSING -> {}
        }
    }
}
