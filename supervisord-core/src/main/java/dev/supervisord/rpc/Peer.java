package dev.supervisord.rpc;

import dev.supervisord.engine.Asker;
import io.grpc.Attributes;
import io.grpc.Context;

/**
 * The process at the other end of a connection, as the kernel tells it ({@code SO_PEERCRED}, {@code unix(7)}): who it was when
 * it connected.
 *
 * @param gid its primary group only
 */
record Peer(int uid, int gid, int pid) {

    /** On every connection. */
    static final Attributes.Key<Peer> ATTRIBUTE = Attributes.Key.create("dev.supervisord.peer");

    /** In every call. */
    static final Context.Key<Peer> CONTEXT = Context.key("dev.supervisord.peer");

    /** Who asks in the call at hand, for what is remembered of it. */
    static Asker asker() {
        Peer peer = CONTEXT.get();
        return peer == null || peer.uid() < 0 ? Asker.DAEMON : Asker.user(peer.uid());
    }

    @Override
    public String toString() {
        return "pid " + pid + " of uid " + uid;
    }
}
