package dev.supervisord.rpc;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.PeerGroups;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Asks the kernel who is at the other end of a unix socket. */
final class LocalPeers implements Introduction.PeerFinder {

    private final PeerGroups groups;

    LocalPeers(PeerGroups groups) {
        this.groups = groups;
    }

    @Override
    public Peer of(Channel channel) throws IOException {
        EpollDomainSocketChannel socket = (EpollDomainSocketChannel) channel;
        PeerCredentials credentials = socket.peerCredentials();
        Set<Integer> gids = new HashSet<>(groups.of(new Fd(socket.fd().intValue())));
        for (int gid : credentials.gids()) {
            gids.add(gid);
        }
        return new Peer.Local(credentials.uid(), gids, credentials.pid());
    }
}
