package dev.supervisord.ctl;

import dev.supervisord.ctl.http2.TcpChannel;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/** Channels to daemons on TCP addresses; loaded for these only. */
final class RemoteDaemon {
    private RemoteDaemon() {}

    static Channel channel(Target.Tcp target, Credentials credentials, String agent) throws UsageException {
        Channel channel = new TcpChannel(
                target.host(), target.port(), target.encrypted() ? TlsFiles.context(credentials) : null, agent);
        String token = credentials.token();
        if (token == null) {
            return channel;
        }
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
