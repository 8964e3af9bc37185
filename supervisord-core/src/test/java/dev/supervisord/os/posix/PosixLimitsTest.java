package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Memory;
import dev.supervisord.os.posix.PosixLimits.Limit;
import dev.supervisord.os.posix.PosixLimits.Resource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PosixLimitsTest {

    private final Limit before = PosixLimits.limit(Resource.OPEN_FILES);

    @AfterEach
    void restore() {
        set(before.soft(), before.hard());
    }

    private static void set(long soft, long hard) {
        Memory at = Scratch.ofThread().struct();
        at.setLong(0, soft);
        at.setLong(8, hard);
        assertEquals(0, LibC.prlimit(0, Linux.RLIMIT_NOFILE, Scratch.address(at), 0));
    }

    @Test
    void aLowSoftLimitIsRaisedAndTheHardOneStays() {
        set(before.hard() / 4, before.hard());
        assertEquals(Optional.empty(), PosixLimits.raiseSoft(Resource.OPEN_FILES, before.hard() / 2));
        assertEquals(new Limit(before.hard() / 2, before.hard()), PosixLimits.limit(Resource.OPEN_FILES));
    }

    @Test
    void aHigherSoftLimitStays() {
        set(before.hard() / 2, before.hard());
        assertEquals(Optional.empty(), PosixLimits.raiseSoft(Resource.OPEN_FILES, before.hard() / 4));
        assertEquals(new Limit(before.hard() / 2, before.hard()), PosixLimits.limit(Resource.OPEN_FILES));
    }

    @Test
    void whatTheKernelRefusesIsASentence() {
        String refusal = PosixLimits.raiseSoft(Resource.OPEN_FILES, 1L << 40).orElseThrow();
        assertEquals(
                "cannot raise the limit of open files to 1099511627776: the hard limit is " + before.hard()
                        + " and only root may raise it (EPERM)",
                refusal);
        assertEquals(before, PosixLimits.limit(Resource.OPEN_FILES));
    }

    @Test
    void noLimitIsMoreThanAnyNumber() {
        Limit processes = PosixLimits.limit(Resource.PROCESSES);
        assertEquals(Optional.empty(), PosixLimits.raiseSoft(Resource.PROCESSES, 1));
        assertEquals(processes, PosixLimits.limit(Resource.PROCESSES));
    }
}
