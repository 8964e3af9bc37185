package dev.supervisord.ctl.http2;

import java.io.IOException;

/** The other side sent what HTTP/2 or gRPC does not allow; the connection cannot be used any more. */
final class ProtocolViolation extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolViolation(String message) {
        super(message);
    }
}
