package dev.supervisord.rpc;

import dev.supervisord.engine.Changes;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last changes of the snapshot, for all who watch. The loop puts them in and never waits; each client reads at its own
 * speed, and one that is too slow finds them gone.
 *
 * <p>{@link #published} is for the loop thread alone, the rest for any.
 */
final class WatchFeed {

    /** A call that has to look again after changes. Any thread may call. */
    interface Follower {
        void wake();

        /** The daemon ends: the client is told what it can be told, and then this. */
        void end(StatusRuntimeException why);
    }

    /** So many revisions are remembered. */
    static final int REVISIONS_MAX = 1024;

    /** And so many changes of single processes, so that the memory is bounded also with thousands of processes. */
    static final int CHANGES_MAX = 8192;

    private final Executor executor;
    private final AtomicReferenceArray<Publication> ring = new AtomicReferenceArray<>(REVISIONS_MAX);
    private final Set<Follower> calls = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean wakingIsDue = new AtomicBoolean();
    private volatile long last;
    private long first;
    private int remembered;

    /** @param executor where clients are told */
    WatchFeed(Executor executor) {
        this.executor = executor;
    }

    /** Takes a change in; the work for it is done elsewhere. */
    void published(Changes changes) {
        long revision = changes.revision();
        if (last == 0) {
            first = revision;
        }
        while (first < revision && (revision - first >= REVISIONS_MAX || remembered + changes.size() > CHANGES_MAX)) {
            forgetFirst();
        }
        ring.set(place(revision), new Publication(changes));
        remembered += changes.size();
        last = revision;
        if (!calls.isEmpty() && wakingIsDue.compareAndSet(false, true)) {
            wakeLater();
        }
    }

    private void forgetFirst() {
        remembered -= ring.getAndSet(place(first), null).changes().size();
        first++;
    }

    private static int place(long revision) {
        return Math.floorMod(revision, REVISIONS_MAX);
    }

    private void wakeLater() {
        try {
            executor.execute(() -> {
                wakingIsDue.set(false);
                calls.forEach(Follower::wake);
            });
        } catch (RejectedExecutionException ended) {
            calls.clear(); // the server is closed, and so are their connections
        }
    }

    /** The change that led to a revision; empty when it is not remembered, or has not happened. */
    Optional<Publication> at(long revision) {
        return Optional.ofNullable(ring.get(place(revision)))
                .filter(found -> found.changes().revision() == revision);
    }

    /** The revision of the last change; 0: there was none. */
    long last() {
        return last;
    }

    /** This one is to be woken after each change. */
    void add(Follower call) {
        calls.add(call);
    }

    void remove(Follower call) {
        calls.remove(call);
    }

    /** Tells everybody what there is to tell, and then that it is over. */
    void end(StatusRuntimeException why) {
        calls.forEach(call -> call.end(why));
    }
}
