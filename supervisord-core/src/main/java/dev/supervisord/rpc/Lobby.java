package dev.supervisord.rpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The connections that have not shown yet that they speak HTTP/2. A client shows it at once, so when there are too many it is
 * the oldest that is up to nothing good: the oldest of whoever has most of them, so that nobody pushes out others. Used by the
 * event loop only.
 */
final class Lobby {

    private final int most;
    private final Map<Object, Set<Channel>> waiting = new LinkedHashMap<>();
    private int total;

    Lobby(int most) {
        this.most = most;
    }

    /**
     * Lets one more in; gives the one that has to go for it.
     *
     * @param account whose it is, see {@link Peer#account}
     */
    Optional<Channel> enter(Object account, Channel channel) {
        Optional<Channel> oldest = total < most ? Optional.empty() : Optional.of(oldestOfMost(account));
        waiting.computeIfAbsent(account, first -> new LinkedHashSet<>()).add(channel);
        total++;
        return oldest;
    }

    /** Where several have as many, that of the newcomer's own. */
    private Channel oldestOfMost(Object newcomer) {
        Object loser = newcomer;
        int largest = waiting.getOrDefault(newcomer, Set.of()).size();
        for (Map.Entry<Object, Set<Channel>> entry : waiting.entrySet()) {
            if (entry.getValue().size() > largest) {
                loser = entry.getKey();
                largest = entry.getValue().size();
            }
        }
        Channel oldest = waiting.getOrDefault(loser, Set.of()).iterator().next();
        leave(loser, oldest);
        return oldest;
    }

    void leave(Object account, Channel channel) {
        Set<Channel> own = waiting.getOrDefault(account, Set.of());
        if (own.contains(channel)) {
            own.remove(channel);
            total--;
        }
        if (own.isEmpty()) {
            waiting.remove(account);
        }
    }
}
