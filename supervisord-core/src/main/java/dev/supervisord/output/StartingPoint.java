package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a reader begins. Found by the thread that changes the log's history.
 *
 * @param segment where {@code position} lies
 * @param position the first byte to give
 * @param end the end of the log at that time
 * @param lost the place that was asked for is gone
 * @param search what finds the place first, on the reader's thread
 */
record StartingPoint(Segment segment, long position, long end, boolean lost, Optional<LineSearch> search) {

    static StartingPoint of(Descriptors descriptors, ReadableLog log, Start start) throws IOException {
        History history = log.history();
        long end = history.end();
        if (start instanceof Start.Bytes bytes) {
            if (bytes.back() > end - history.live().begin()) {
                history.findOlderParts(descriptors, log.rotation());
            }
            long back = Math.max(bytes.back(), 0);
            return at(history, back >= end - history.oldest() ? history.oldest() : end - back);
        }
        history.findOlderParts(descriptors, log.rotation());
        List<Segment> segments = history.segments();
        if (start instanceof Start.Lines lines) {
            LineSearch search =
                    new LineSearch(new PartFinder(descriptors, log), segments, end, Math.max(lines.back(), 0));
            return new StartingPoint(history.live(), end, end, false, Optional.of(search));
        }
        return start instanceof Start.After after
                ? after(history, segments, after.cursor())
                : since(history, segments, ((Start.Since) start).time().toEpochMilli());
    }

    private static StartingPoint at(History history, long position) {
        return new StartingPoint(history.at(position), position, history.end(), false, Optional.empty());
    }

    private static StartingPoint after(History history, List<Segment> segments, Cursor cursor) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            long end = segment.isLive() ? history.end() : segment.end();
            if (cursor.isIn(segment.file()) && cursor.offset() <= end - segment.begin()) {
                long position = segment.begin() + cursor.offset();
                return new StartingPoint(segment, position, history.end(), false, Optional.empty());
            }
        }
        StartingPoint oldest = at(history, history.oldest());
        return new StartingPoint(oldest.segment(), oldest.position(), oldest.end(), true, Optional.empty());
    }

    private static StartingPoint since(History history, List<Segment> segments, long millis) {
        for (Segment segment : segments) {
            if (segment.isLive() || segment.endedMillis() == 0 || segment.endedMillis() >= millis) {
                return new StartingPoint(segment, segment.begin(), history.end(), false, Optional.empty());
            }
        }
        return at(history, history.end());
    }
}
