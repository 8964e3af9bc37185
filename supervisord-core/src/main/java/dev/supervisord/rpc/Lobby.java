package dev.supervisord.rpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The connections that have not shown yet that they speak HTTP/2. A client shows it at once, so when there are too many it is
 * the oldest that is up to nothing good. Used by the event loop only.
 */
final class Lobby {

    private final int most;
    private final Set<Channel> waiting = new LinkedHashSet<>();

    Lobby(int most) {
        this.most = most;
    }

    /** Lets one more in; gives the one that has to go for it. */
    Optional<Channel> enter(Channel channel) {
        Optional<Channel> oldest = Optional.empty();
        if (waiting.size() >= most) {
            Iterator<Channel> inOrder = waiting.iterator();
            oldest = Optional.of(inOrder.next());
            inOrder.remove();
        }
        waiting.add(channel);
        return oldest;
    }

    void leave(Channel channel) {
        waiting.remove(channel);
    }
}
