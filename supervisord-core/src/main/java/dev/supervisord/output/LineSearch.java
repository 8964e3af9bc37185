package dev.supervisord.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks backwards for the place where the last lines of a log begin, some bytes at a time. Ends early at a part that is gone or
 * compressed. Used by the tail thread.
 */
final class LineSearch {
    private final PartFinder files;
    private final List<Segment> segments;
    private final long end;
    private final long lines;
    private long found;
    private long at;
    private int index;
    private @Nullable OpenPart open;

    /**
     * @param segments oldest first
     * @param end the end of the log, which lies in the last of them
     * @param lines how many; the bytes after the last line feed count as one
     */
    LineSearch(PartFinder files, List<Segment> segments, long end, long lines) {
        this.files = files;
        this.segments = segments;
        this.end = end;
        this.lines = lines;
        this.at = end;
        this.index = segments.size() - 1;
    }

    /** The segment in which the lines begin. */
    Segment segment() {
        return segments.get(index);
    }

    /** Where the lines begin. */
    long position() {
        return at;
    }

    /** Goes on; whether the place is found. Whoever stops before that calls {@link #release}. */
    boolean step(byte[] buffer) {
        if (lines == 0) {
            return true;
        }
        Segment segment = segments.get(index);
        if (at == segment.begin()) {
            release();
            if (index == 0) {
                return true;
            }
            index--;
            return false;
        }
        boolean done = !read(segment, buffer);
        if (done) {
            release();
        }
        return done;
    }

    /** Looks at the bytes before the place that was reached; whether to go on with those before. */
    private boolean read(Segment segment, byte[] buffer) {
        OpenPart from = open == null ? files.find(segment) : open;
        open = from;
        if (from == null || !from.isSeekable()) {
            return false;
        }
        int length = (int) Math.min(buffer.length, at - segment.begin());
        long begin = at - length;
        if (from.readAt(buffer, length, begin - segment.begin()) < length || segment.isEmptied()) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            if (buffer[i] == '\n' && begin + i != end - 1 && ++found == lines) {
                at = begin + i + 1;
                return false;
            }
        }
        at = begin;
        return true;
    }

    /** Gives up what is held open. */
    void release() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
