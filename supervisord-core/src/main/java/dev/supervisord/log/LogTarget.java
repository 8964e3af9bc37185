package dev.supervisord.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A place for the lines of the daemon's log. Used by the log's thread, except for opening. */
interface LogTarget extends Closeable {

    /** Adds whole lines. After an exception the buffer holds what was not written. */
    void write(ByteBuffer lines) throws IOException;

    /** Opens the target by name again. */
    void reopen() throws IOException;

    /** What to call it in a message. */
    String name();
}
