package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PosixLockTest {

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("lock");
    }

    @Test
    void onlyOneHoldsItAndIsNamed() {
        PosixLock first = PosixLock.tryLock(file()).orElseThrow();
        assertEquals(Optional.empty(), PosixLock.tryLock(file()));
        assertEquals(Optional.of(new PosixProcesses().self()), PosixLock.holder(file()));
        first.release();
        first.release(); // of no effect
        PosixLock.tryLock(file()).orElseThrow().release();
    }

    @Test
    void aLongerPidOfAnEarlierHolderLeavesNothing() throws IOException {
        Files.writeString(file(), "1234567890123\n");
        PosixLock lock = PosixLock.tryLock(file()).orElseThrow();
        assertEquals(new PosixProcesses().self() + "\n", Files.readString(file()));
        lock.release();
    }

    @Test
    void theKernelReleasesItWhenTheHolderIsKilled() {
        PosixProcesses processes = new PosixProcesses();
        Launches launches = new Launches(processes, directory);
        Pid holder = launches.start(launches.spec("flock", file().toString(), "sleep", "1000"));
        ChildView.of(holder)
                .until(child ->
                        PosixLock.tryLock(file()).map(PosixLockTest::release).isEmpty());
        launches.end(holder); // and sleep with it, which inherited the lock
        ChildView.of(new PosixProcesses().self())
                .until(self ->
                        PosixLock.tryLock(file()).map(PosixLockTest::release).isPresent());
        while (processes.awaitExit()) {
            assertTrue(processes.reap().isPresent());
        }
    }

    private static boolean release(PosixLock lock) {
        lock.release();
        return true;
    }

    @Test
    void aFileWithoutAPidNamesNobody() throws IOException {
        assertEquals(Optional.empty(), PosixLock.holder(file()));
        Files.writeString(file(), "nonsense\n");
        assertEquals(Optional.empty(), PosixLock.holder(file()));
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path lost = directory.resolve("absent/lock");
        OsException failure = assertThrows(OsException.class, () -> PosixLock.tryLock(lost));
        assertEquals(
                "cannot open the lock file '" + lost + "': No such file or directory (ENOENT)", failure.getMessage());
    }
}
