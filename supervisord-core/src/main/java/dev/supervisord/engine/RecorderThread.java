package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Note;
import dev.supervisord.os.KeptStops;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The thread that writes records. It is not the one that launches, because a stop is answered only when its record is written,
 * and should not wait for launches.
 */
public final class RecorderThread implements Recorder {

    private final Orders orders;
    private final AtomicLong unwritten = new AtomicLong();
    private final RunJournal journal;
    private final KeptStops keptStops;
    private final Consumer<ProcessName> store;
    private final Consumer<Runnable> toLoop;
    private final Log log;

    /**
     * @param store stores what a process has left in its pipes, and waits for that
     * @param toLoop posts a message to the loop
     */
    public RecorderThread(
            RunJournal journal, KeptStops keptStops, Consumer<ProcessName> store, Consumer<Runnable> toLoop, Log log) {
        this.orders = new Orders("recorder", log);
        this.journal = journal;
        this.keptStops = keptStops;
        this.store = store;
        this.toLoop = toLoop;
        this.log = log;
    }

    /** The thread's life. Ends when interrupted. */
    public void run() {
        orders.carryOut();
    }

    private void order(Runnable order) {
        unwritten.incrementAndGet();
        orders.add(() -> {
            try {
                order.run();
            } finally {
                unwritten.decrementAndGet();
            }
        });
    }

    @Override
    public void note(ProcessSpec spec, long generation, Note note) {
        order(() -> journal.note(spec, generation, note));
    }

    @Override
    public void confirm(ProcessName name, long generation, Pid main) {
        order(() -> journal.confirm(name, generation, main));
    }

    @Override
    public void forget(ProcessName name) {
        order(() -> {
            // Without its record the next daemon would not look into its pipes.
            Optional<RunRecord> known = journal.find(name);
            store.accept(name);
            journal.forget(name, known);
        });
    }

    @Override
    public void keepStopped(SortedSet<ProcessName> names, Consumer<Optional<String>> result) {
        order(() -> {
            Optional<String> problem = write(names);
            toLoop.accept(() -> result.accept(problem));
        });
    }

    private Optional<String> write(SortedSet<ProcessName> names) {
        try {
            keptStops.write(names);
            return Optional.empty();
        } catch (OsException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        } catch (RuntimeException fault) {
            log.critical("cannot write which processes are kept stopped: " + fault);
            return Optional.of("internal error: " + fault.getMessage()); // who asked is to get an answer
        }
    }

    @Override
    public void whenWritten(Runnable action) {
        if (unwritten.get() == 0) {
            action.run();
        } else {
            order(action);
        }
    }

    /** Has all records written again, because those that were there are gone. */
    public void writeAll() {
        order(journal::writeAgain);
    }

    /**
     * Waits until everything ordered so far is written, at the end of an orderly shutdown.
     *
     * @return whether it was done within this time
     */
    public boolean finish(Duration patience) throws InterruptedException {
        order(journal::end);
        return settle(patience);
    }

    /**
     * The same without an end: what is recorded is for another daemon.
     *
     * @return whether it was done within this time
     */
    public boolean settle(Duration patience) throws InterruptedException {
        return orders.settle(patience);
    }
}
