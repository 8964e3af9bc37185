package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.PeerGroups;
import java.util.HashSet;
import java.util.Set;

/** The groups at the other end, by {@code getsockopt(2)}; stateless. */
public final class PosixPeerGroups implements PeerGroups {
    private static final int GROUPS_MAX = 65536; // NGROUPS_MAX of Linux

    @Override
    public Set<Integer> of(Fd socket) {
        for (int room = 64; ; room = GROUPS_MAX) {
            Memory list = Scratch.ofThread().buffer(Integer.BYTES * room);
            Memory length = Scratch.ofThread().struct();
            length.setInt(0, Integer.BYTES * room);
            int done = LibC.getsockopt(
                    socket.number(),
                    Linux.SOL_SOCKET,
                    Linux.SO_PEERGROUPS,
                    Scratch.address(list),
                    Scratch.address(length));
            if (done == 0) {
                return groups(list, length.getInt(0) / Integer.BYTES);
            }
            if (!Errno.last().equals(Errno.ERANGE) || room == GROUPS_MAX) {
                return Set.of(); // an old kernel: what is left is the primary group
            }
        }
    }

    private static Set<Integer> groups(Memory list, int count) {
        Set<Integer> groups = new HashSet<>();
        for (int i = 0; i < count; i++) {
            groups.add(list.getInt((long) Integer.BYTES * i));
        }
        return groups;
    }
}
