package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.Readiness;
import dev.supervisord.os.DescriptorsContract;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PosixDescriptorsTest extends DescriptorsContract {

    private static final int MUCH = 1 << 20;

    private final PosixDescriptors descriptors = new PosixDescriptors();

    @TempDir
    private Path directory;

    private List<String> openBefore = List.of();

    @Override
    protected Descriptors descriptors() {
        return descriptors;
    }

    @Override
    protected Path path(String name) {
        return directory.resolve(name);
    }

    @BeforeEach
    void countDescriptors() {
        openBefore = OwnDescriptors.present();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        OwnDescriptors.assertNoneSince(openBefore);
    }

    @Test
    void aNamedPipeHasItsModeWhateverTheUmask() throws IOException {
        descriptors.makeFifo(path("fifo"), 0622);
        assertEquals("rw--w--w-", PosixFilePermissions.toString(Files.getPosixFilePermissions(path("fifo"))));
    }

    @Test
    void everyDescriptorIsCloseOnExec() throws IOException {
        descriptors.makeFifo(path("fifo"), 0600);
        Descriptors.PipeEnds pipe = descriptors.pipe();
        Fd[] all = {
            descriptors.openLog(path("log")),
            descriptors.openFifoForPump(path("fifo")),
            descriptors.openForReading(path("log")).orElseThrow(),
            pipe.readEnd(),
            pipe.writeEnd()
        };
        for (Fd fd : all) {
            assertEquals(Linux.O_CLOEXEC, OwnDescriptors.flags(fd) & Linux.O_CLOEXEC);
            descriptors.close(fd);
        }
    }

    @Test
    void nothingCanBeSplicedToAFileOpenedForAppending() {
        Fd appending = OwnDescriptors.openAppending(path("log"));
        Descriptors.PipeEnds pipe = descriptors.pipe();
        descriptors.write(pipe.writeEnd(), new byte[] {'x'}, 0, 1);
        assertEquals(Descriptors.UNSUPPORTED, descriptors.splice(pipe.readEnd(), appending, MUCH));
        descriptors.close(appending);
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
    }

    @Test
    void aLogMayBeTheNullDevice() {
        Fd nowhere = descriptors.openLog(Path.of("/dev/null"));
        Descriptors.PipeEnds pipe = descriptors.pipe();
        descriptors.write(pipe.writeEnd(), new byte[] {'x'}, 0, 1);
        assertEquals(1, descriptors.splice(pipe.readEnd(), nowhere, MUCH));
        descriptors.truncate(nowhere);
        descriptors.close(nowhere);
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
    }

    @Test
    void aFullDiskIsAFailureThatTakesNothing() {
        Fd full = descriptors.openLog(Path.of("/dev/full"));
        OsException refused = assertThrows(OsException.class, () -> descriptors.write(full, new byte[] {'x'}, 0, 1));
        assertEquals("ENOSPC", refused.errno());
        assertEquals(
                "cannot write to descriptor " + full.number() + ": No space left on device (ENOSPC)",
                refused.getMessage());
        descriptors.close(full);
    }

    @Test
    void aNamedPipeWithoutReaderAsLogIsRefusedAndNotWaitedFor() {
        descriptors.makeFifo(path("fifo"), 0600);
        OsException refused = assertThrows(OsException.class, () -> descriptors.openLog(path("fifo")));
        assertEquals("ENXIO", refused.errno());
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path log = path("absent/log");
        OsException refused = assertThrows(OsException.class, () -> descriptors.openLog(log));
        assertEquals(
                "cannot open the log file '" + log + "': No such file or directory (ENOENT)", refused.getMessage());
    }

    @Test
    void anotherThreadCanWakeTheWaitingOne() {
        try (Readiness readiness = descriptors.readiness()) {
            CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> readiness.await(new int[1], -1));
            readiness.wake();
            assertEquals(0, waiting.orTimeout(60, TimeUnit.SECONDS).join());
        }
    }

    @Test
    void aSpliceOfAWholePipeMovesAllOfIt() {
        descriptors.makeFifo(path("fifo"), 0600);
        Fd pump = descriptors.openFifoForPump(path("fifo"));
        Fd log = descriptors.openLog(path("log"));
        byte[] block = new byte[65536];
        assertEquals(block.length, descriptors.write(pump, block, 0, block.length));
        long moved = 0;
        for (long step; (step = descriptors.splice(pump, log, MUCH)) != Descriptors.WOULD_BLOCK; ) {
            moved += step;
        }
        assertEquals(block.length, moved);
        assertEquals(block.length, descriptors.status(log).size());
        descriptors.close(pump);
        descriptors.close(log);
    }
}
