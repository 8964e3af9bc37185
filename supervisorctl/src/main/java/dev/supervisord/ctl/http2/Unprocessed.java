package dev.supervisord.ctl.http2;

import java.io.IOException;

/** The connection has ended, and the server has certainly not begun with the request: it may be sent again elsewhere. */
final class Unprocessed extends IOException {
    private static final long serialVersionUID = 1L;

    Unprocessed(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
