package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LobbyTest {

    private final Lobby lobby = new Lobby(4);

    private Channel enter(String host) {
        Channel channel = new EmbeddedChannel();
        assertEquals(Optional.empty(), lobby.enter(host, channel));
        return channel;
    }

    @Test
    void whoHasMostLosesTheOldest() {
        enter("other");
        Channel first = enter("flood");
        Channel second = enter("flood");
        Channel third = enter("flood");
        assertEquals(Optional.of(first), lobby.enter("flood", new EmbeddedChannel()));
        assertEquals(Optional.of(second), lobby.enter("late", new EmbeddedChannel()));
        assertEquals(Optional.of(third), lobby.enter("other", new EmbeddedChannel()));
    }

    @Test
    void whereSeveralHaveAsManyTheNewcomersOwnGoes() {
        enter("a");
        Channel own = enter("b");
        enter("c");
        enter("d");
        assertEquals(Optional.of(own), lobby.enter("b", new EmbeddedChannel()));
    }

    @Test
    void aFullLobbyOfManyHasRoomForOneMore() {
        Channel first = enter("a");
        enter("b");
        enter("c");
        enter("d");
        assertEquals(Optional.of(first), lobby.enter("e", new EmbeddedChannel()));
    }

    @Test
    void whoLeavesMakesRoomOnce() {
        Channel first = enter("a");
        enter("a");
        enter("b");
        Channel last = enter("b");
        lobby.leave("b", last);
        lobby.leave("b", last);
        enter("c");
        assertEquals(Optional.of(first), lobby.enter("c", new EmbeddedChannel()));
    }
}
