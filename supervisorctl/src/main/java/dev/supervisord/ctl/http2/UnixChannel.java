package dev.supervisord.ctl.http2;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;

/**
 * A gRPC channel to a server on a unix socket, for programs that make a few calls and end.
 *
 * <p>Each call connects anew. A call with a single answer runs entirely on the calling thread (or on that of its executor); a
 * stream of answers is read by a thread of its own where no executor is given, and always where the method is bidirectional.
 * Sending waits while the server takes nothing. There is nothing to shut down. Any number of
 * calls may run at the same time.
 *
 * <p>Honoured of the call options: deadline, executor, and the limits of message sizes
 * (inbound by default {@link #MESSAGE_BYTES_MAX}, outbound none). Not done: retries, compression, cancellation by context. Answers
 * are read once the request is complete, and at once where the method is bidirectional.
 *
 * <p>A call that cannot connect ends as {@code UNAVAILABLE} with a {@link ConnectFailure} as the cause.
 */
public final class UnixChannel extends Channel {
    /** The largest message accepted when a call does not say otherwise, in bytes. */
    public static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

    private final Path socket;
    private final String userAgent;

    /**
     * Makes a channel; nothing is connected before the first call.
     *
     * @param userAgent what the server is told about the program, such as "supervisorctl/1.0"
     */
    public UnixChannel(Path socket, String userAgent) {
        this.socket = socket;
        this.userAgent = userAgent;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(MethodDescriptor<ReqT, RespT> method, CallOptions options) {
        Wire.Dialler dialler = deadline -> UnixWire.connect(socket, deadline);
        return new Http2Call<>(dialler, authority(), userAgent, method, options);
    }

    @Override
    public String authority() {
        return "localhost";
    }
}
