package dev.supervisord.ctl.http2;

import java.io.IOException;
import java.util.List;

/** Takes what the server sends on the stream, in order, on the thread that reads. Its questions may be asked by any. */
interface Inbound {
    /** A complete header block: name, value, name, value and so on. */
    void headers(List<byte[]> fields, boolean last) throws IOException;

    /** A piece of the body; the array is only lent. */
    void data(byte[] from, int offset, int length, boolean last) throws IOException;

    /** The server gave up the stream. */
    void reset(int errorCode);

    /** Whether the server may send on, or has to wait until more is taken of what is there. */
    boolean wantsMore();

    /** Nothing more will come, and nothing more need be sent. */
    boolean ended();
}
