package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Pid;
import dev.supervisord.os.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts this very process, which knows something of itself. */
class PosixAccountingTest {

    private final Pid self = new PosixProcesses().self();

    @Test
    void thisProcessUsesMemoryTimeAndThreads() {
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        long cpuMicros =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() * 1000;
        Usage usage = new PosixAccounting().of(List.of(self));
        assertEquals(Usage.Source.PROCESSES, usage.source());
        assertTrue(usage.memoryBytes() > used / 2, usage::toString);
        assertTrue(usage.cpuMicros() >= cpuMicros, usage::toString);
        assertTrue(usage.tasks() >= Thread.activeCount(), usage::toString);
    }

    @Test
    void whatHasEndedCountsNothing() {
        Pid none = new Pid((4 << 20) - 1); // pid_max is 4194304 at most, and never given out so high in a test's time
        assertEquals(0, new PosixAccounting().of(List.of(none)).tasks());
    }
}
