package dev.supervisord.os.fake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.Readiness;
import dev.supervisord.os.DescriptorsContract;
import dev.supervisord.os.OsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FakeDescriptorsTest extends DescriptorsContract {

    private final FakeOs os = new FakeOs();
    private final FakeDescriptors descriptors = os.descriptors();
    private boolean misuseExpected;

    @Override
    protected Descriptors descriptors() {
        return descriptors;
    }

    @Override
    protected Path path(String name) {
        return Path.of("/fake", name);
    }

    @AfterEach
    void nothingIsLeft() {
        if (!misuseExpected) {
            os.assertClean();
        }
    }

    @Test
    void aFullDiskTakesNothingFromThePipe() {
        descriptors.makeFifo(path("fifo"), 0600);
        Fd pump = descriptors.openFifoForPump(path("fifo"));
        Fd log = descriptors.openLog(path("log"));
        descriptors.writeAsChild(path("fifo"), "abc".getBytes(UTF_8));
        descriptors.limitDisk(2);
        assertEquals(2, descriptors.splice(pump, log, 100));
        OsException full = assertThrows(OsException.class, () -> descriptors.splice(pump, log, 100));
        assertEquals("ENOSPC", full.errno());
        descriptors.limitDisk(100);
        assertEquals(1, descriptors.splice(pump, log, 100));
        assertArrayEquals("abc".getBytes(UTF_8), descriptors.content(path("log")));
        descriptors.close(pump);
        descriptors.close(log);
    }

    @Test
    void aTerminalCannotBeSplicedTo() {
        descriptors.putTerminal(path("tty"));
        descriptors.makeFifo(path("fifo"), 0600);
        Fd pump = descriptors.openFifoForPump(path("fifo"));
        Fd tty = descriptors.openLog(path("tty"));
        descriptors.writeAsChild(path("fifo"), new byte[] {'x'});
        assertEquals(Descriptors.UNSUPPORTED, descriptors.splice(pump, tty, 100));
        descriptors.close(pump);
        descriptors.close(tty);
    }

    @Test
    void aRenamedLogIsStillWrittenAndItsNameIsFree() {
        Fd old = descriptors.openLog(path("log"));
        descriptors.rename(path("log"), path("log.1"));
        Fd fresh = descriptors.openLog(path("log"));
        descriptors.write(old, new byte[] {'o'}, 0, 1);
        descriptors.write(fresh, new byte[] {'n'}, 0, 1);
        assertArrayEquals(new byte[] {'o'}, descriptors.content(path("log.1")));
        assertArrayEquals(new byte[] {'n'}, descriptors.content(path("log")));
        descriptors.close(old);
        descriptors.close(fresh);
    }

    @Test
    void openingCanBeRefused() {
        descriptors.refuse(path("log"), "EACCES");
        OsException refused = assertThrows(OsException.class, () -> descriptors.openLog(path("log")));
        assertEquals("EACCES", refused.errno());
    }

    @Test
    void waitingLetsVirtualTimePass() {
        descriptors.makeFifo(path("fifo"), 0600);
        Fd pump = descriptors.openFifoForPump(path("fifo"));
        os.clock().after(Duration.ofSeconds(3), () -> descriptors.writeAsChild(path("fifo"), new byte[] {'x'}));
        try (Readiness readiness = descriptors.readiness()) {
            readiness.add(pump, 5);
            assertEquals(0, readiness.await(new int[4], 2000));
            assertEquals(Duration.ofSeconds(2), os.clock().monotonic());
            assertEquals(1, readiness.await(new int[4], -1));
            assertEquals(Duration.ofSeconds(3), os.clock().monotonic());
        }
        descriptors.close(pump);
    }

    @Test
    void whatIsLeftOpenIsAFault() {
        misuseExpected = true;
        descriptors.openLog(path("log"));
        assertEquals(List.of("still open: /fake/log"), descriptors.faults());
        assertThrows(AssertionError.class, os::assertClean);
    }
}
