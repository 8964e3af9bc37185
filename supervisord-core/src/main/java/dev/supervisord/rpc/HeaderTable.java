package dev.supervisord.rpc;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersEncoder;

/**
 * The table of the headers that a connection's answers have had (RFC 7541 §2.3.2). A client says how large it may become, and Netty
 * takes what it says: with ever new messages of refusals one connection without a name could fill the daemon's memory.
 *
 * <p>Used by the connection's event loop only.
 */
final class HeaderTable {

    private HeaderTable() {}

    /** Makes it as small as it has to be, if the client has asked for more since the last time. */
    static void limit(Http2ConnectionHandler connection) {
        Http2HeadersEncoder.Configuration table =
                connection.encoder().configuration().headersConfiguration();
        if (table.maxHeaderTableSize() > Limits.HEADER_TABLE_BYTES) {
            try {
                table.maxHeaderTableSize(Limits.HEADER_TABLE_BYTES);
            } catch (Http2Exception impossible) {
                throw new IllegalStateException("HTTP/2 has no smaller table by default", impossible);
            }
        }
    }
}
