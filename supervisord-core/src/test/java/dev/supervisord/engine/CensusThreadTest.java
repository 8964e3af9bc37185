package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.fake.FakeCgroups;
import dev.supervisord.os.fake.FakeOs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fault of ours while processes are looked at: the run that waits for the answer goes on. */
@Timeout(300)
class CensusThreadTest {

    private static final ProcessName WEB = ProcessName.parse("web");

    private final FakeOs os = new FakeOs();
    private final LinkedBlockingQueue<Runnable> toLoop = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final ProcessList faulty = new FaultyList();
    private final CensusThread census = new CensusThread(
            new Strays(
                    faulty,
                    os.processes().adopted(),
                    os.processes().self(),
                    new Ownership(faulty, new FakeCgroups(), FakeCensus.INSTANCE),
                    (level, line) -> told.add(line)),
            new MainSearch(
                    file -> Optional.of(new Pid(7)),
                    faulty,
                    os.processes().adopted(),
                    os.clock(),
                    os.processes().self(),
                    FakeCensus.INSTANCE),
            () -> {},
            toLoop::add,
            (level, line) -> told.add(line));
    private final Thread thread = new Thread(census::run, "census");
    private final LinkedBlockingQueue<Object> answers = new LinkedBlockingQueue<>();

    private static final class FaultyList implements ProcessList {
        @Override
        public List<Seen> allBut(BitSet pids) {
            throw new IllegalStateException("no list");
        }

        @Override
        public Optional<Seen> look(Pid pid) {
            throw new IllegalStateException("no look at " + pid);
        }

        @Override
        public Optional<String> variable(Pid pid, String name) {
            throw new IllegalStateException("no variables of " + pid);
        }

        @Override
        public String command(Pid pid) {
            throw new IllegalStateException("no command of " + pid);
        }
    }

    @BeforeEach
    void begin() {
        thread.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private Object answer() throws InterruptedException {
        toLoop.take().run();
        assertTrue(told.take().startsWith("cannot find out which processes belong to a run: "));
        return answers.take();
    }

    @Test
    void aSearchForLeftoversFindsNone() throws InterruptedException {
        census.search(WEB, OptionalInt.empty(), answers::add);
        assertEquals(List.of(), answer());
    }

    @Test
    void orphansAreNobodys() throws InterruptedException {
        census.owners(List.of(new Pid(7)), answers::add);
        assertEquals(Map.of(), answer());
    }

    @Test
    void aPidfileNamesNobodyForThisReason() throws InterruptedException {
        MainSearch.Run run =
                new MainSearch.Run(WEB, 1, Path.of("/run/web.pid"), Optional.empty(), Duration.ofSeconds(1));
        census.main(run, answers::add);
        assertEquals(new MainSearch.Nobody("internal error: no look at 7", false), answer());
    }

    @Test
    void whatIsAskedAfterwardsIsAnsweredToo() throws InterruptedException {
        census.search(WEB, OptionalInt.empty(), answers::add);
        census.owners(List.of(), answers::add);
        assertEquals(List.of(), answer());
        toLoop.take().run();
        assertEquals(Map.of(), answers.take());
    }
}
