package dev.supervisord.ctl.http2;

import java.io.IOException;
import java.util.List;

/** Takes what the server sends on the stream, in order, on the thread that reads. */
interface Inbound {
    /** A complete header block: name, value, name, value and so on. */
    void headers(List<byte[]> fields, boolean last) throws IOException;

    /** A piece of the body; the array is only lent. */
    void data(byte[] from, int offset, int length, boolean last) throws IOException;

    /** The server gave up the stream. */
    void reset(int errorCode);

    /** Nothing more will come, and nothing more need be sent. */
    boolean ended();
}
