package dev.supervisord.output;

import java.time.Instant;

/** Where in a log a reader begins. */
public sealed interface Start {

    /** So many bytes before the end; {@link Long#MAX_VALUE} for the oldest byte there is. */
    record Bytes(long back) implements Start {}

    /** So many lines before the end, as far as they are in files that are not compressed; an unfinished line counts. */
    record Lines(long back) implements Start {}

    /** Where an earlier reader left off; the oldest byte there is when that place is gone. */
    record After(Cursor cursor) implements Start {}

    /** With the first file that was written to at or after this time. */
    record Since(Instant time) implements Start {}
}
