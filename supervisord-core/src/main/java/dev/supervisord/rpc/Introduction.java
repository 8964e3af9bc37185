package dev.supervisord.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.supervisord.log.Log;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of one connection: until it has sent the preface of HTTP/2 (RFC 9113 §3.4) it is a stranger, with
 * little time and in no large number; then it counts as one of its user's connections. gRPC has none of these limits.
 *
 * <p>Used by the connection's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing and answering are best effort; the close future tells the end
abstract class Introduction extends ChannelInboundHandlerAdapter {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    /** For people who try a browser's protocol; XML-RPC clients of Supervisor do. */
    private static final byte[] NOT_HTTP_2 =
            ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n"
                            + "\r\nThis socket speaks gRPC (HTTP/2). Use supervisorctl.\n")
                    .getBytes(US_ASCII);

    private static final String TOO_MANY = "too many connections of this user; close some or try again";

    private final ChannelHandler grpc;
    private final Duration patience;
    private final Lobby lobby;
    private final Quota connections;
    private final PeerFinder peers;
    private final @Nullable ChannelHandler tls;
    private final Log log;

    /** Events and bytes for gRPC, which begins when the client has said that it is meant. */
    private final List<Object> held = new ArrayList<>();

    private final List<ByteBuf> early = new ArrayList<>();

    private final FrameWatch frames = new FrameWatch(PREFACE.length, System::nanoTime);

    private @Nullable Object account;
    private @Nullable Peer peer;
    private @Nullable Future<?> deadline;
    private int seen;
    private boolean refused;
    private boolean counted;

    Introduction(
            ChannelHandler grpc,
            Duration patience,
            Lobby lobby,
            Quota connections,
            PeerFinder peers,
            @Nullable ChannelHandler tls,
            Log log) {
        this.grpc = grpc;
        this.patience = patience;
        this.lobby = lobby;
        this.connections = connections;
        this.peers = peers;
        this.tls = tls;
        this.log = log;
    }

    /** Finds out who is at the other end of a connection, once it is established. */
    @FunctionalInterface
    interface PeerFinder {
        Peer of(Channel channel) throws IOException;
    }

    /** What was read was handed to gRPC. */
    abstract void passedOn();

    /** Adds the peer to the event by which gRPC's handlers pass on what is known of a connection. */
    abstract Object withPeer(Object event, Peer peer);

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws IOException {
        Peer stranger = peers.of(ctx.channel()); // with TLS, what certificate it has is not known yet
        account = stranger.account();
        if (tls == null) {
            peer = stranger;
        } else {
            ctx.pipeline().addBefore(ctx.name(), null, tls);
        }
        lobby.enter(account, ctx.channel()).ifPresent(oldest -> {
            log.debug("closed the oldest of too many connections that send nothing");
            oldest.close();
        });
        deadline = ctx.executor().schedule(() -> expired(ctx), patience.toMillis(), TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> forget(ctx));
        ctx.pipeline().addAfter(ctx.name(), null, grpc);
    }

    private void expired(ChannelHandlerContext ctx) {
        log.debug("closed a connection of " + peer + " that sent no request within " + patience.toMillis() + " ms");
        ctx.close();
    }

    private void forgetEarly() {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    private void forget(ChannelHandlerContext ctx) {
        leaveLobby(ctx);
        forgetEarly();
        if (counted && peer != null) {
            counted = false;
            connections.giveBack(peer.account());
        }
    }

    private void leaveLobby(ChannelHandlerContext ctx) {
        if (account != null) {
            lobby.leave(account, ctx.channel());
        }
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            secured(ctx, handshake);
        } else if (counted && peer != null) {
            ctx.fireUserEventTriggered(withPeer(event, peer));
        } else {
            held.add(event); // gRPC begins when it is known who is there, and that it is meant
        }
    }

    private void secured(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            log.debug("refused a connection without TLS as it should be: " + handshake.cause());
            ctx.close();
            return;
        }
        try {
            peer = peers.of(ctx.channel());
        } catch (IOException gone) {
            log.debug("lost a connection at its begin: " + gone.getMessage());
            ctx.close();
        }
    }

    /** What goes wrong before gRPC has begun: bytes that are not TLS, for instance. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (counted) {
            ctx.fireExceptionCaught(cause);
        } else {
            log.debug("closed a connection that has not introduced itself: " + cause);
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (counted && message instanceof ByteBuf bytes) {
            pass(ctx, bytes);
        } else if (!refused && message instanceof ByteBuf bytes) {
            early.add(bytes);
            look(ctx, bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (refused) {
            bytes.release();
        } else if (frames.isTooMuch(bytes)) {
            refused = true;
            bytes.release();
            log.debug("closed a connection of " + peer + " that floods it with frames that say nothing");
            ctx.close();
        } else {
            ctx.fireChannelRead(bytes);
            passedOn();
        }
    }

    private void look(ChannelHandlerContext ctx, ByteBuf bytes) {
        for (int at = bytes.readerIndex(); at < bytes.writerIndex() && seen < PREFACE.length && !refused; at++) {
            if (bytes.getByte(at) == PREFACE[seen]) {
                seen++;
            } else {
                refuse(ctx, NOT_HTTP_2, "that does not speak HTTP/2");
            }
        }
        if (!refused && seen == PREFACE.length) {
            admit(ctx);
        }
    }

    private void admit(ChannelHandlerContext ctx) {
        leaveLobby(ctx);
        if (peer != null && connections.take(peer.account())) {
            counted = true;
            Peer known = peer;
            held.forEach(event -> ctx.fireUserEventTriggered(withPeer(event, known)));
            held.clear();
            List<ByteBuf> messages = List.copyOf(early);
            early.clear(); // they are gRPC's from now on
            messages.forEach(bytes -> pass(ctx, bytes));
        } else {
            refuse(ctx, goAway(TOO_MANY), "beyond the limit of its user");
        }
    }

    private void refuse(ChannelHandlerContext ctx, byte[] answer, String why) {
        refused = true;
        forgetEarly();
        log.debug("refused a connection of " + peer + ' ' + why);
        ctx.writeAndFlush(ctx.alloc().buffer(answer.length).writeBytes(answer))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Empty settings, as a server has to begin, and GOAWAY with ENHANCE_YOUR_CALM: gRPC's RESOURCE_EXHAUSTED. */
    private static byte[] goAway(String why) {
        byte[] text = why.getBytes(UTF_8);
        byte[] frames = new byte[9 + 9 + 8 + text.length];
        frames[3] = 4; // SETTINGS
        frames[11] = (byte) (8 + text.length);
        frames[12] = 7; // GOAWAY
        frames[25] = 0xb; // ENHANCE_YOUR_CALM
        System.arraycopy(text, 0, frames, 26, text.length);
        return frames;
    }
}
