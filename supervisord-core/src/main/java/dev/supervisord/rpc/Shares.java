package dev.supervisord.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Shares the threads of calls among those who call: whoever has many calls waiting leaves a thread to the others, who do
 * not wait behind them. Any thread may call.
 */
final class Shares implements ServerCallExecutorSupplier {

    private final Executor threads;
    private final int most;
    private final Map<Object, Share> shares = new HashMap<>();

    /** @param most how many threads one user (or machine, see {@link Peer#account}) may have busy at a time */
    Shares(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    @Override
    public <Q, R> Executor getExecutor(ServerCall<Q, R> call, Metadata headers) {
        Peer peer = call.getAttributes().get(Peer.ATTRIBUTE);
        return of(peer == null ? Peer.Local.UNKNOWN.account() : peer.account());
    }

    /** Runs what is given to it in its order, as far as it is begun. */
    Executor of(Object account) {
        return work -> add(account, work);
    }

    private synchronized void add(Object account, Runnable work) {
        Share share = shares.computeIfAbsent(account, any -> new Share());
        share.waiting.add(work);
        if (share.busy < most) {
            share.busy++;
            share.coming++;
            threads.execute(() -> work(account, share));
        }
    }

    /** One piece of work; what follows queues up behind the others. */
    private void work(Object account, Share share) {
        try {
            next(share).run();
        } finally {
            goOn(account, share);
        }
    }

    private synchronized Runnable next(Share share) {
        share.coming--;
        return share.waiting.remove();
    }

    private synchronized void goOn(Object account, Share share) {
        if (share.waiting.size() > share.coming) {
            share.coming++;
            threads.execute(() -> work(account, share));
            return;
        }
        share.busy--;
        if (share.busy == 0) {
            shares.remove(account);
        }
    }

    private static final class Share {
        private final Queue<Runnable> waiting = new ArrayDeque<>();

        /** Threads that work for it or will. */
        private int busy;

        /** Of these, those that will, each of which takes one piece. */
        private int coming;
    }
}
