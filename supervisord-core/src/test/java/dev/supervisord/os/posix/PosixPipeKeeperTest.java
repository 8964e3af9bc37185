package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.output.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipes whose every other holder is gone. */
@Timeout(300)
class PosixPipeKeeperTest {

    private static final int MANY = 600;

    @TempDir
    Path directory;

    private final PosixDescriptors descriptors = new PosixDescriptors();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private PosixPipeKeeper keeper;
    private Thread thread;

    @BeforeEach
    void open() throws IOException {
        keeper = PosixPipeKeeper.in(directory.resolve("keeper"), troubles::add);
        thread = new Thread(keeper::run);
        thread.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        keeper.end();
        thread.join();
        Eventually.until(() -> holders().isEmpty(), () -> "still there: " + holders());
        PosixProcesses children = new PosixProcesses();
        while (children.awaitExit()) {
            children.reap(); // the holders were children of this JVM, and other tests are not to find them
        }
    }

    /** A pipe with something in it that nobody has open any more but the holder. */
    private Path leave(String name) {
        Path path = directory.resolve(name);
        descriptors.makeFifo(path, 0600);
        Fd pipe = descriptors.openFifoForPump(path);
        keeper.keep(pipe);
        write(pipe, name);
        keeper.forget(pipe);
        descriptors.close(pipe);
        return path;
    }

    private void write(Fd pipe, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(bytes.length, descriptors.write(pipe, bytes, 0, bytes.length));
    }

    private String content(Path path) {
        Fd pipe = descriptors.openFifoForPump(path);
        byte[] bytes = new byte[100];
        int length = descriptors.read(pipe, bytes, bytes.length);
        descriptors.close(pipe);
        return length < 0 ? "" : new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** A process shows what it is a moment after it was started, and one that was ended does so until it is gone. */
    private long holder() {
        List<Long> found = new ArrayList<>();
        Eventually.until(
                () -> {
                    found.clear();
                    found.addAll(holders());
                    return found.size() == 1;
                },
                () -> "holders: " + found);
        return found.get(0);
    }

    private List<Long> holders() {
        String purpose = directory.toString();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            List<Long> found = new ArrayList<>();
            all.map(ProcessHandle::pid)
                    .filter(pid -> ProcFs.read("/proc/" + pid + "/cmdline")
                            .filter(line -> new String(line, StandardCharsets.UTF_8).contains(purpose))
                            .isPresent())
                    .forEach(found::add);
            return found;
        }
    }

    @Test
    void whatIsInAPipeStaysWhenEverybodyElseIsGone() {
        assertEquals("last words", content(leave("last words")));
    }

    @Test
    void manyPipesAreKeptByOneSmallProcess() {
        List<Path> pipes = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            pipes.add(leave("pipe" + i));
        }
        holder();
        for (int i = 0; i < MANY; i++) {
            assertEquals("pipe" + i, content(pipes.get(i)));
        }
        assertEquals(List.of(), List.copyOf(troubles));
    }

    @Test
    void theNextDaemonFindsTheHolderOfTheLast() throws IOException {
        long before = holder();
        Path pipe = leave("left");
        assertFalse(keeper.hasOutlivedDaemon());
        PosixPipeKeeper next = PosixPipeKeeper.in(directory.resolve("keeper"), troubles::add);
        assertTrue(next.hasOutlivedDaemon());
        assertEquals(List.of(before), holders());
        assertEquals("left", content(pipe));
    }

    @Test
    void aHolderThatEndsIsReplacedAloudAndKeepsWhatIsStillOpen() throws InterruptedException {
        Path path = directory.resolve("open");
        descriptors.makeFifo(path, 0600);
        Fd pipe = descriptors.openFifoForPump(path);
        keeper.keep(pipe);
        long first = holder();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Eventually.until(() -> holder() != first, () -> "no other than " + first);
        keeper.keep(pipe); // returns when the new one has all
        write(pipe, "still there");
        descriptors.close(pipe);
        assertEquals("still there", content(path));
        assertTrue(String.valueOf(troubles.peek()).contains("has ended; it is started again"), troubles::toString);
    }

    @Test
    void nothingOfItIsLeftAtAnOrderlyEnd() throws IOException {
        keeper.end();
        try (Stream<Path> left = Files.list(directory.resolve("keeper"))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
