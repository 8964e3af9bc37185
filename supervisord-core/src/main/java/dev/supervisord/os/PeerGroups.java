package dev.supervisord.os;

import dev.supervisord.os.Descriptors.Fd;
import java.util.Set;

/** Asks the kernel in which groups the process at the other end of a unix socket is. Does not wait; any thread may call. */
@FunctionalInterface
public interface PeerGroups {

    /**
     * Its supplementary groups when it connected, {@code SO_PEERGROUPS} of {@code unix(7)}; none where the kernel does not tell
     * (before Linux 4.13).
     */
    Set<Integer> of(Fd socket);
}
