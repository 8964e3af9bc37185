package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The {@code tail} thread: serves all who read logs, in turn. It sleeps while there is nothing to give.
 *
 * <p>Logs that the pump does not write are looked at every {@link #LOOK_EVERY} while somebody reads them. What all readers together cost in memory is one buffer here, and whatever they keep themselves.
 */
final class Readers implements Runnable {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Nanoseconds. */
    private static final long LOOK_EVERY = 100_000_000;

    private final Log log;
    private final Thread thread = new Thread(this, "tail");
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Mailbox commands = new Mailbox(this::wake);
    private final List<Follower> followers = new ArrayList<>();
    private volatile boolean ending;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    Readers(Log log) {
        this.log = log;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Cuts all readers off, also those that come later: the daemon ends. Any thread may call it. */
    void cutOff() {
        ending = true;
        commands.post(this::cutOffAll);
    }

    /** Ends the thread, and with it all reading. */
    void close() throws InterruptedException {
        commands.end();
        thread.join();
    }

    /** There may be something to do. Any thread may call it. */
    void wake() {
        if (!awake.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    /** Serves one more reader, until what is returned is closed. Any thread may call it. */
    Outputs.Tailing add(Follower follower) {
        follower.log().readers().incrementAndGet();
        boolean accepted = commands.post(() -> {
            follower.tail().opened(this::wake);
            followers.add(follower);
            if (ending) {
                cutOffAll();
            }
        });
        if (!accepted) {
            follower.tail().cutOff();
        }
        return () -> {
            follower.close();
            wake();
        };
    }

    /** Closes a descriptor on this thread, where nobody minds if that takes a while. Any thread may call it. */
    void close(Descriptors descriptors, Fd fd) {
        if (!commands.post(() -> descriptors.close(fd))) {
            descriptors.close(fd);
        }
    }

    @Override
    public void run() {
        while (commands.runAll()) {
            boolean more = false;
            boolean watching = false;
            for (Follower follower : List.copyOf(followers)) {
                watching |= look(follower);
                more |= serve(follower);
            }
            if (!more) {
                rest(watching);
            }
        }
        cutOffAll();
    }

    private void cutOffAll() {
        for (Follower follower : List.copyOf(followers)) {
            remove(follower);
            tell(follower, follower.tail()::cutOff);
        }
    }

    private void rest(boolean watching) {
        if (watching && !awake.get()) {
            LockSupport.parkNanos(this, LOOK_EVERY);
            awake.set(false);
            return;
        }
        while (!awake.getAndSet(false)) {
            LockSupport.park(this);
        }
    }

    /** Looks at the follower's log if nobody tells when it has grown; whether that is so. */
    private static boolean look(Follower follower) {
        if (follower.log() instanceof WatchedFile file) {
            file.look();
            return true;
        }
        return false;
    }

    /** Whether the follower has more to do at once. */
    private boolean serve(Follower follower) {
        Follower.Turn turn = Follower.Turn.OVER;
        try {
            turn = follower.turn(buffer);
        } catch (OsException e) {
            tell(follower, () -> follower.fail(e));
        } catch (RuntimeException e) {
            log.error("a reader of " + follower.log().path() + " is given up: " + e);
            tell(follower, () -> follower.fail(e));
        }
        if (turn == Follower.Turn.ENDED) {
            end(follower);
        } else if (turn == Follower.Turn.OVER) {
            remove(follower);
        }
        return turn == Follower.Turn.MORE;
    }

    /** The log has no more for it, perhaps only because the daemon ends. Whoever is told of that finds the log without this reader. */
    private void end(Follower follower) {
        remove(follower);
        tell(follower, ending && follower.follows() ? follower.tail()::cutOff : follower.tail()::ended);
    }

    /** What goes wrong in one reader is no matter of the others. */
    private void tell(Follower follower, Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            log.error("a reader of " + follower.log().path() + " cannot be told that it is over: " + e);
        }
    }

    private void remove(Follower follower) {
        follower.release();
        followers.remove(follower);
        follower.log().readers().decrementAndGet();
    }
}
