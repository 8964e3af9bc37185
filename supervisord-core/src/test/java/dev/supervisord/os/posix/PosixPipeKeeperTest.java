package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.PipeKeeper;
import dev.supervisord.os.PipeKeeperContract;
import dev.supervisord.output.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Pipes whose every other holder is gone, and holders that are gone. */
@Timeout(300)
final class PosixPipeKeeperTest extends PipeKeeperContract {

    private static final int MANY = 600;

    @TempDir
    Path directory;

    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final List<PosixPipeKeeper> keepers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private PosixPipeKeeper keeper;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(names());
        keeper = daemon();
    }

    /** What a daemon has; of those that were killed nothing but their descriptors is left here. */
    private PosixPipeKeeper daemon() {
        try {
            PosixPipeKeeper fresh = PosixPipeKeeper.in(directory.resolve("keeper"), List.of(names()), troubles::add);
            keepers.add(fresh);
            return fresh;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void run() {
        Thread thread = new Thread(keeper::run);
        thread.start();
        threads.add(thread);
    }

    @AfterEach
    void end() throws InterruptedException {
        keepers.forEach(PosixPipeKeeper::end);
        for (Thread thread : threads) {
            thread.join();
        }
        Eventually.until(() -> holders().isEmpty(), () -> "still there: " + holders());
        PosixProcesses children = new PosixProcesses();
        while (children.awaitExit()) {
            children.reap(); // the holders were children of this JVM, and other tests are not to find them
        }
    }

    private Path names() {
        return directory.resolve("names");
    }

    @Override
    protected PipeKeeper keeper() {
        return keeper;
    }

    @Override
    protected Path name(String name) {
        return names().resolve(name);
    }

    /** A pipe with something in it that nobody has open any more but who keeps it. */
    private Path leave(String name) {
        Fd pipe = keeper.open(name(name));
        assertTrue(keeper.isKept(pipe));
        write(pipe, name);
        close(pipe);
        return name(name);
    }

    private String content(Path name) {
        Fd pipe = descriptors.openFifoForPump(name);
        String content = read(pipe);
        descriptors.close(pipe);
        return content;
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

    private void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Eventually.until(() -> !holders().contains(pid), () -> "not killed: " + pid);
    }

    @Test
    void whatIsInAPipeStaysWhenEverybodyElseIsGone() {
        assertEquals("last words", content(leave("last words")));
    }

    @Test
    void manyPipesAreKeptByFewProcesses() {
        for (int i = 0; i < MANY; i++) {
            leave("pipe" + i);
        }
        assertTrue(holders().size() <= 5, () -> "holders: " + holders());
        for (int i = 0; i < MANY; i++) {
            assertEquals("pipe" + i, content(name("pipe" + i)));
        }
        assertEquals(List.of(), List.copyOf(troubles));
    }

    @Test
    void processesThatKeepNothingAnyMoreEnd() {
        List<Fd> pipes = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            pipes.add(keeper.open(name("pipe" + i)));
        }
        for (Fd pipe : pipes) {
            keeper.remove(pipe);
            close(pipe);
        }
        holder();
        assertEquals(List.of(), List.copyOf(troubles));
    }

    @Test
    void theNextDaemonGoesOnWithTheHolderOfTheLast() {
        long before = holder();
        Path pipe = leave("left");
        assertFalse(keeper.hasOutlivedDaemon());
        keeper = daemon();
        assertTrue(keeper.hasOutlivedDaemon());
        leave("new");
        assertEquals(List.of(before), holders());
        assertEquals("left", content(pipe));
    }

    @Test
    void noPipeIsGivenOutTwiceWhoeverDoes() {
        Fd old = keeper.open(name("old"));
        keeper.remove(old);
        keeper.forget(old);
        keeper = daemon();
        for (int i = 0; i < MANY; i++) {
            Fd pipe = keeper.open(name("pipe" + i));
            assertNotEquals(
                    descriptors.status(old).id(), descriptors.status(pipe).id());
            close(pipe);
        }
        descriptors.close(old);
    }

    @Test
    void aHolderThatEndsIsReplacedAloudAndKeepsWhatIsStillOpen() {
        run();
        Fd pipe = keeper.open(name("open"));
        long first = holder();
        kill(first);
        Eventually.until(() -> holder() != first, () -> "no other than " + first);
        Eventually.until(() -> Files.exists(name("open")), () -> "its name leads nowhere");
        write(pipe, "still there");
        close(pipe);
        assertEquals("still there", content(name("open")));
        assertTrue(String.valueOf(troubles.peek()).contains("has ended; it is started again"), troubles::toString);
    }

    @Test
    void aPipeCanBeHadWhileTheHolderHasJustEnded() {
        kill(holder());
        assertEquals("at once", content(leave("at once")));
    }

    @Test
    void whatWasKilledWithTheDaemonIsFoundWhereItIsWrittenTo() {
        Path name = leave("program");
        Fd program = descriptors.openFifoForPump(name);
        leave("ended");
        kill(holder());
        keeper = daemon();
        assertFalse(keeper.hasOutlivedDaemon());
        assertFalse(Files.isSymbolicLink(name("ended")), "nobody has it");
        write(program, " writes on");
        descriptors.close(program);
        Fd pump = keeper.open(name);
        assertEquals("program writes on", read(pump));
        assertTrue(keeper.isKept(pump));
        close(pump);
    }

    @Test
    void aProcessThatWasNotCompleteWhenTheDaemonWasKilledIsEnded() throws IOException {
        long first = holder();
        Files.delete(directory.resolve("keeper/1/pipes"));
        keeper = daemon();
        assertTrue(keeper.hasOutlivedDaemon());
        assertNotEquals(first, holder());
        assertEquals("kept", content(leave("kept")));
    }

    @Test
    void aNamedPipeOfAnEarlierVersionIsUsedOn() {
        descriptors.makeFifo(name("old"), 0600);
        Fd program = descriptors.openFifoForPump(name("old"));
        Fd pump = keeper.open(name("old"));
        assertFalse(keeper.isKept(pump));
        write(program, "as before");
        assertEquals("as before", read(pump));
        descriptors.close(program);
        close(pump);
    }

    @Test
    void whereNoHolderCanBeStartedAPipeIsANamedOneUntilOneCan() throws IOException {
        run();
        PoolProcess.removeFiles(directory.resolve("keeper/1"));
        Files.delete(directory.resolve("keeper"));
        Files.createFile(directory.resolve("keeper"));
        Fd pump = keeper.open(name("web"));
        assertFalse(keeper.isKept(pump));
        assertFalse(Files.isSymbolicLink(name("web")));
        Files.delete(directory.resolve("keeper"));
        Eventually.until(() -> keeper.isKept(pump), () -> "not kept: " + troubles);
        write(pump, "kept at last");
        close(pump);
        assertEquals("kept at last", content(name("web")));
    }

    @Test
    void nothingOfItIsLeftAtAnOrderlyEnd() throws IOException {
        keeper.end();
        try (Stream<Path> left = Files.list(directory.resolve("keeper"))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
