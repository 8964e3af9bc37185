package dev.supervisord.ctl.http2;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The same as {@link UnixChannel}, to a server on another machine, with TLS 1.3 or in plain text. */
public final class TcpChannel extends Channel {
    private final String host;
    private final int port;
    private final @Nullable SSLContext tls;
    private final String userAgent;

    /**
     * Makes a channel; nothing is connected before the first call.
     *
     * @param host a name or an address, without brackets
     * @param tls whom to trust, and what to show; null: plain text
     */
    public TcpChannel(String host, int port, @Nullable SSLContext tls, String userAgent) {
        this.host = host;
        this.port = port;
        this.tls = tls;
        this.userAgent = userAgent;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(MethodDescriptor<ReqT, RespT> method, CallOptions options) {
        Wire.Dialler dialler = deadline -> TcpWire.connect(host, port, tls, deadline);
        return new Http2Call<>(dialler, authority(), userAgent, method, options);
    }

    @Override
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
