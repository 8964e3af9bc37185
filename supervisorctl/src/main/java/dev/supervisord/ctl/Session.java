package dev.supervisord.ctl;

import dev.supervisord.ctl.http2.UnixChannel;
import dev.supervisord.v1.AttachServiceGrpc;
import dev.supervisord.v1.AttachServiceGrpc.AttachServiceStub;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.ConfigServiceGrpc.ConfigServiceBlockingStub;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.DaemonServiceGrpc.DaemonServiceBlockingStub;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogServiceGrpc.LogServiceBlockingStub;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc.ProcessServiceBlockingStub;
import dev.supervisord.v1.ProcessServiceGrpc.ProcessServiceStub;
import dev.supervisord.v1.TerminalSize;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What commands work with: the daemon they talk to and the console they print on. One thread uses it. */
final class Session {
    static final int PATIENCE_SECONDS = 30;
    private static final String AGENT = "supervisorctl";

    private final ServerAddress server;
    private final Console console;
    private final Terminal terminal;
    private final Channel channel;
    private boolean goingOn;

    Session(ServerAddress server, Console console, Terminal terminal) throws UsageException {
        this.server = server;
        this.console = console;
        this.terminal = terminal;
        this.channel = channel(server);
    }

    /** The process around the client; tests put their own in its place. */
    interface Terminal {
        InputStream input();

        /** Whether standard output is a terminal on which the cursor can be moved. */
        boolean isScreen();

        /** Whether standard input and standard output are such a terminal: somebody is there who types. */
        boolean isInteractive();

        /** Tells how large the terminal is that standard output is, now and whenever that has changed; nothing where it is none. */
        void tellSize(Consumer<TerminalSize> listener);

        /** Whether what is printed on standard output may have colours. */
        boolean takesColour();

        /** From now on, Ctrl-C is the proper way to end the program: at once and with exit code 0. */
        default void endsWellOnInterrupt() {
            endsWellOnInterrupt(() -> {});
        }

        /** The same, but for what has to be done first. */
        void endsWellOnInterrupt(Runnable first);
    }

    private static Channel channel(ServerAddress server) throws UsageException {
        if (server.target() instanceof Target.Tcp tcp) {
            return RemoteDaemon.channel(tcp, server.credentials(), AGENT);
        }
        Channel plain = new UnixChannel(((Target.Unix) server.target()).socket(), AGENT);
        return server.username().isEmpty() ? plain : withLogin(plain, server);
    }

    /** Adds the login to each call, in the way of HTTP's basic authentication (RFC 7617). */
    private static Channel withLogin(Channel channel, ServerAddress server) {
        byte[] login = (server.username() + ":" + server.password()).getBytes(StandardCharsets.UTF_8);
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Basic " + Base64.getEncoder().encodeToString(login));
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /**
     * A stub for calls that the daemon answers at once: one that hangs is given up after {@link #PATIENCE_SECONDS}. Calls that
     * wait for processes take as long as those need.
     */
    <S extends AbstractStub<S>> S soon(S stub) {
        return stub.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** From now on the command asks again for what was begun before: that it is done already is what was wanted. */
    void goOn() {
        goingOn = true;
    }

    boolean isGoingOn() {
        return goingOn;
    }

    /** A new command begins. */
    void beginAnew() {
        goingOn = false;
    }

    ServerAddress server() {
        return server;
    }

    Console console() {
        return console;
    }

    Terminal terminal() {
        return terminal;
    }

    ProcessServiceBlockingStub processes() {
        return ProcessServiceGrpc.newBlockingStub(channel);
    }

    /** For calls that are answered by a stream, and do not wait for it. */
    ProcessServiceStub processStreams() {
        return ProcessServiceGrpc.newStub(channel);
    }

    AttachServiceStub attached() {
        return AttachServiceGrpc.newStub(channel);
    }

    DaemonServiceBlockingStub daemon() {
        return DaemonServiceGrpc.newBlockingStub(channel);
    }

    ConfigServiceBlockingStub config() {
        return ConfigServiceGrpc.newBlockingStub(channel);
    }

    LogServiceBlockingStub logs() {
        return LogServiceGrpc.newBlockingStub(channel);
    }
}
