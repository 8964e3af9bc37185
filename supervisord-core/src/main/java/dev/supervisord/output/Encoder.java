package dev.supervisord.output;

import dev.supervisord.model.LogFormat;

/**
 * Writes lines in the form in which they are stored.
 *
 * <p>Stateless but for what makes it fast; used by the output thread.
 */
interface Encoder {

    /**
     * A line, or a part of one, without its line feed.
     *
     * @param stream where it comes from
     * @param run the number of the run that wrote it
     * @param sequence counts lines and parts of lines of this run, from 1
     * @param millis since the epoch
     */
    record Line(StreamKey stream, long run, long sequence, long millis, boolean continued, boolean partial) {}

    /** Adds a line. */
    void encode(Line line, byte[] bytes, int from, int to, Bytes out);

    /** Adds a remark about bytes that were dropped in this place. */
    void encode(Line line, Gap gap, Bytes out);

    /** Whether what there is of a line may be stored before it is complete. */
    boolean takesPieces();

    static Encoder of(LogFormat format) {
        return switch (format) {
            case RAW -> new RawEncoder();
            case TIMESTAMPS -> new TimestampEncoder();
            case JSON -> new JsonEncoder();
        };
    }
}
