package dev.supervisord.output;

/**
 * A place in a log, and what is known of the times of the file it is in.
 *
 * @param notBefore when the file before it was complete, in milliseconds since the epoch; 0: not known
 * @param notAfter when this file was complete; 0: it is still written, or not known
 */
public record Place(Cursor cursor, long notBefore, long notAfter) {

    static Place of(Segment segment, long position) {
        Cursor cursor =
                new Cursor(segment.file().inode(), segment.file().born(), Math.max(0, position - segment.begin()));
        return new Place(cursor, segment.begunMillis(), segment.endedMillis());
    }
}
