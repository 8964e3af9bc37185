package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Descriptors;

/** What all streams work with, one after the other, on the output thread. */
final class StreamTools implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Descriptors descriptors;
    private final Clock clock;
    private final Log log;
    private final Sink systemLog;
    private final LookAhead lookAhead;
    private final LargePipes largePipes;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    StreamTools(Descriptors descriptors, Clock clock, Log log, Sink systemLog, Bays bays) {
        this.descriptors = descriptors;
        this.clock = clock;
        this.log = log;
        this.systemLog = systemLog;
        this.largePipes = new LargePipes(bays);
        this.lookAhead = new LookAhead(descriptors);
    }

    Descriptors descriptors() {
        return descriptors;
    }

    Clock clock() {
        return clock;
    }

    Log log() {
        return log;
    }

    /** Where streams go that are configured so. */
    Sink systemLog() {
        return systemLog;
    }

    /** Shows what is in a pipe. */
    LookAhead lookAhead() {
        return lookAhead;
    }

    LargePipes largePipes() {
        return largePipes;
    }

    /** Lent during a call. */
    byte[] buffer() {
        return buffer;
    }

    @Override
    public void close() {
        lookAhead.close();
        largePipes.bays().close();
    }
}
