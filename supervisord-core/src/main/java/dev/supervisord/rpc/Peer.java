package dev.supervisord.rpc;

import dev.supervisord.engine.Asker;
import io.grpc.Attributes;
import io.grpc.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The other end of a connection, as far as the connection itself tells. */
sealed interface Peer {

    /** On every connection. */
    Attributes.Key<Peer> ATTRIBUTE = Attributes.Key.create("dev.supervisord.peer");

    /** In every call. */
    Context.Key<Peer> CONTEXT = Context.key("dev.supervisord.peer");

    /** Who asks in the call at hand, for what is remembered of it. */
    static Asker asker() {
        Caller caller = Caller.CONTEXT.get();
        if (caller == null) {
            return Asker.DAEMON;
        }
        return caller instanceof Caller.User user ? Asker.user(user.uid()) : Asker.other(caller.toString());
    }

    /** Whose share of the limits it takes, see {@link Quota}: a user of this machine, or another machine. */
    Object account();

    /**
     * A process of this machine, as the kernel tells it ({@code SO_PEERCRED}, {@code SO_PEERGROUPS}, {@code unix(7)}): who it was
     * when it connected.
     *
     * @param gids its primary group and the others it is in
     */
    record Local(int uid, Set<Integer> gids, int pid) implements Peer {

        /** When the kernel did not say: no user. */
        static final Local UNKNOWN = new Local(-1, Set.of(), 0);

        public Local {
            gids = Set.copyOf(gids);
        }

        @Override
        public Object account() {
            return uid;
        }

        @Override
        public String toString() {
            return "pid " + pid + " of uid " + Integer.toUnsignedString(uid);
        }
    }

    /**
     * Somebody at the other end of a TCP connection.
     *
     * @param host its address as {@link java.net.InetAddress#getHostAddress} writes it, without the port
     * @param certificate what it has shown; empty: nothing
     */
    record Remote(String host, int port, Optional<Certificate> certificate) implements Peer {

        /**
         * The address; of IPv6 the network of 64 bits that it is in, because one machine has all of its addresses (RFC 4291, 2.5.1),
         * but for addresses of the link, of which each machine has one.
         */
        @Override
        public Object account() {
            String[] groups = host.split(":");
            boolean network = groups.length == 8 && !host.startsWith("fe80:");
            return network ? String.join(":", Arrays.copyOf(groups, 4)) : host;
        }

        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /**
     * A certificate that is signed by one whom we trust.
     *
     * @param subject as RFC 2253 writes it
     * @param expires until when it is good
     */
    record Certificate(String subject, Instant expires) {}
}
