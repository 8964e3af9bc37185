package dev.supervisord.os.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Pid;
import dev.supervisord.os.posix.ProcFs.ProcessStat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcFsTest {

    @Test
    void theNameOfAProcessMayHoldAnything() {
        String stat = "77 (a) S 9 (b c) R 5 6 7 34816 77 4194304 1 2 3 4 5 6 7 8 20 0 1 0 123456 1 2 3";
        assertEquals(new ProcessStat('R', 5, 6, 7, 123456, "a) S 9 (b c"), ProcFs.parse(stat.getBytes(US_ASCII)));
    }

    @Test
    void thisProcessIsFound() {
        ProcessStat stat = ProcFs.stat(new PosixProcesses().self()).orElseThrow();
        assertEquals(ProcessHandle.current().parent().orElseThrow().pid(), stat.parent());
        assertTrue(stat.startTicks() > 0);
    }

    @Test
    void aPidNobodyHasIsEmpty() {
        assertEquals(Optional.empty(), ProcFs.stat(new Pid(Integer.MAX_VALUE)));
    }

    @Test
    void theBootIdIsAUuid() {
        assertTrue(ProcFs.bootId().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }
}
