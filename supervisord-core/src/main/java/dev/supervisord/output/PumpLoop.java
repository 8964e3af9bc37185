package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Descriptors.Readiness;
import dev.supervisord.output.ServedStreams.Round;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The {@code output} thread: waits until pipes are readable, moves what is in them, rests, and does what others ask for in
 * between.
 *
 * <p>Only {@link #commands} may be used by other threads; what they post there may use {@link #requests}.
 */
final class PumpLoop implements Runnable {
    private static final long PAUSE_AFTER_BUG = 100_000_000;

    private final Clock clock;
    private final Log log;
    private final Runnable wakeReaders;
    private final Readiness readiness;
    private final Thread thread;
    private final Mailbox commands;
    private final LogFiles files;
    private final Pacing pacing = new Pacing();
    private final StreamTools tools;
    private final ServedStreams served;
    private final PumpRequests requests;

    /**
     * @param systemLog where lines of streams go that are configured so
     * @param bays what floods need
     * @param wakeReaders called after bytes were stored in a file that somebody reads along
     * @param closing told of each stream that is about to be closed
     */
    PumpLoop(OutputSystem system, Log log, Sink systemLog, Bays bays, Runnable wakeReaders, Consumer<Stream> closing) {
        this.clock = system.clock();
        this.log = log;
        this.wakeReaders = wakeReaders;
        this.readiness = system.descriptors().readiness();
        this.thread = new Thread(this, "output");
        this.commands = new Mailbox(() -> {
            readiness.wake();
            LockSupport.unpark(thread);
        });
        this.files = new LogFiles(log);
        this.tools = new StreamTools(system.descriptors(), clock, log, systemLog, bays);
        this.served = new ServedStreams(readiness, clock);
        this.requests = new PumpRequests(system, log, served, files, closing);
    }

    /** What other threads ask this one to do. */
    Mailbox commands() {
        return commands;
    }

    /** What it can be asked for; only to be used by what is posted to {@link #commands}. */
    PumpRequests requests() {
        return requests;
    }

    /** What streams work with on this thread. */
    StreamTools tools() {
        return tools;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the thread after a last attempt to store everything, and waits for it. */
    void close() throws InterruptedException {
        commands.end();
        thread.join();
    }

    @Override
    public void run() {
        boolean more = true;
        while (more) {
            try {
                more = commands.runAll();
                if (more) {
                    round();
                }
            } catch (RuntimeException e) {
                log.critical("the output thread met a bug and goes on: " + e);
                LockSupport.parkNanos(this, PAUSE_AFTER_BUG);
            }
        }
        for (Stream stream : served.all()) {
            requests.end(stream);
        }
        tools.close();
        readiness.close();
    }

    private void round() {
        retryWaiting();
        int millis = sooner(served.millisUntilDue(now()), files.lookAtPeriods(now()));
        tellReaders();
        Round round = served.serveReadable(millis);
        tellReaders();
        long rest = round.isCrowded() ? 0 : pacing.restAfter(now(), round.fullest(), round.moved());
        if (rest > 0 && commands.isEmpty()) {
            LockSupport.parkNanos(this, rest);
        }
    }

    /** Tries the waiting streams whose time has come. */
    private void retryWaiting() {
        long now = now();
        for (Stream stream : served.due(now)) {
            if (stream.isLeaving()) {
                requests.leave(stream);
            } else {
                served.serve(stream, now);
            }
        }
    }

    /** The smaller of two times to wait, of which negative ones are for ever. */
    private static int sooner(int one, int other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    private void tellReaders() {
        if (served.readersHaveNews()) {
            wakeReaders.run();
        }
    }

    private long now() {
        return clock.monotonic().toNanos();
    }
}
