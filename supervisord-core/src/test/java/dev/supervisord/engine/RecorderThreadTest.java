package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunRecord;
import dev.supervisord.os.KeptStops;
import dev.supervisord.os.OsException;
import dev.supervisord.os.RunRecords;
import dev.supervisord.os.fake.FakeOs;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records are written on a thread of its own, which outlives whatever goes wrong there. */
@Timeout(300)
class RecorderThreadTest {

    private static final ProcessName WEB = ProcessName.parse("web");

    private final FakeOs os = new FakeOs();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final FailingStops stops = new FailingStops();
    private final FaultyRecords records = new FaultyRecords();
    private final RunJournal journal = Journals.of(records, os, (level, line) -> told.add(level + " " + line));
    private final RecorderThread recorder = new RecorderThread(
            journal,
            stops,
            name -> told.add("stored " + name + " before " + records.removed),
            Runnable::run,
            (level, line) -> told.add(level + " " + line));
    private final Thread thread = new Thread(recorder::run, "recorder");

    /** Records that are only removed, or meet a bug. */
    private static final class FaultyRecords implements RunRecords {
        private final Queue<ProcessName> removed = new ConcurrentLinkedQueue<>();
        private volatile boolean fault;

        @Override
        public void write(RunRecord record) {
            throw new AssertionError("nothing is launched");
        }

        @Override
        public void remove(ProcessName name) {
            if (fault) {
                throw new IllegalStateException("a bug");
            }
            removed.add(name);
        }

        @Override
        public void clear() {
            throw new AssertionError("nothing was found");
        }

        @Override
        public String file(ProcessName name) {
            throw new AssertionError("it is not asked for");
        }

        @Override
        public Reading readAll() {
            throw new AssertionError("they were read before");
        }
    }

    /** A file that fails as it is told to. */
    private static final class FailingStops implements KeptStops {
        private volatile Optional<RuntimeException> failure = Optional.empty();

        @Override
        public Reading read() {
            return new Reading(Set.of(), List.of());
        }

        @Override
        public void write(SortedSet<ProcessName> names) {
            failure.ifPresent(thrown -> {
                throw thrown;
            });
        }
    }

    @BeforeEach
    void start() {
        thread.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        assertTrue(thread.isAlive(), "it has ended by itself");
        thread.interrupt();
        thread.join();
        assertEquals(List.of(), List.copyOf(told), "told and not expected");
    }

    @Test
    void aFaultWhileARecordIsWrittenIsToldLoudlyAndTheNextIsWritten() throws InterruptedException {
        records.fault = true;
        recorder.forget(WEB);
        assertEquals("stored web before []", told());
        assertEquals(
                "CRITICAL the recorder thread met a bug and goes on: java.lang.IllegalStateException: a bug", told());
        assertEquals(List.of(), List.copyOf(records.removed));
        records.fault = false;
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        recorder.forget(WEB);
        recorder.whenWritten(() -> written.complete(true));
        assertEquals(true, written.join());
        assertEquals("stored web before []", told()); // or the next daemon would not look into its pipes
        assertEquals(List.of(WEB), List.copyOf(records.removed));
    }

    @Test
    void whoAsksForAStopThatIsKeptGetsAnAnswerWhateverFails() throws InterruptedException {
        stops.failure = Optional.of(new OsException("ENOSPC", "write the file", "No space left on device"));
        assertEquals("cannot write the file: No space left on device (ENOSPC)", keep().orElseThrow());
        stops.failure = Optional.of(new IllegalStateException("a bug"));
        assertEquals("internal error: a bug", keep().orElseThrow());
        assertEquals(
                "CRITICAL cannot write which processes are kept stopped: java.lang.IllegalStateException: a bug",
                told());
        stops.failure = Optional.empty();
        assertEquals(Optional.empty(), keep());
    }

    private Optional<String> keep() {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        recorder.keepStopped(new TreeSet<>(Set.of(WEB)), answer::complete);
        return answer.join();
    }

    private String told() throws InterruptedException {
        String line = told.poll(60, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }
}
