package dev.supervisord.ctl.http2;

/** Numbers of HTTP/2 that both reader and writer of frames use (RFC 9113, sections 4 to 7). */
final class Protocol {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int FLAG_ACK = 0x1;
    static final int FLAG_END_STREAM = 0x1;
    static final int FLAG_END_HEADERS = 0x4;
    static final int FLAG_PADDED = 0x8;
    static final int FLAG_PRIORITY = 0x20;

    static final int SETTING_HEADER_TABLE_SIZE = 1;
    static final int SETTING_ENABLE_PUSH = 2;
    static final int SETTING_INITIAL_WINDOW_SIZE = 4;
    static final int SETTING_MAX_HEADER_LIST_SIZE = 6;

    /** Bytes of a frame before its payload. */
    static final int FRAME_HEADER_BYTES = 9;

    /** The largest payload that either side may send while nobody announced a larger one; we never do. */
    static final int FRAME_BYTES_MAX = 16_384;

    /** The window of a stream or connection while nothing else was announced. */
    static final int DEFAULT_WINDOW_BYTES = 65_535;

    /** The one stream of a connection; a client's first. */
    static final int STREAM = 1;

    private Protocol() {}
}
