package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.output.Cursor;
import dev.supervisord.output.Place;
import dev.supervisord.output.StoredLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineFilterTest {
    private static final Place LIVE = new Place(new Cursor(0, 0, 0), 0, 0);

    private static LineFilter filter(long since, long until, String grep) {
        return new LineFilter(
                since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since)),
                until == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until)),
                grep.isEmpty() ? Optional.empty() : Optional.of(new Expression(Pattern.compile(grep))));
    }

    private static StoredLine line(long millis, String text) {
        return new StoredLine(
                millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis)),
                text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesWithTimesAreTakenByTheirTimes() {
        LineFilter filter = filter(1000, 2000, "");
        assertFalse(filter.fits(line(999, "x"), LIVE));
        assertTrue(filter.fits(line(1000, "x"), LIVE));
        assertTrue(filter.fits(line(2000, "x"), LIVE));
        assertFalse(filter.fits(line(2001, "x"), LIVE));
    }

    @Test
    void linesWithoutTimesAreTakenByTheirFiles() {
        LineFilter filter = filter(1000, 2000, "");
        assertFalse(filter.fits(line(0, "x"), new Place(LIVE.cursor(), 500, 999)));
        assertTrue(filter.fits(line(0, "x"), new Place(LIVE.cursor(), 500, 1000)));
        assertTrue(filter.fits(line(0, "x"), new Place(LIVE.cursor(), 2000, 0)));
        assertFalse(filter.fits(line(0, "x"), new Place(LIVE.cursor(), 2001, 0)));
        assertTrue(filter.fits(line(0, "x"), LIVE));
    }

    @Test
    void expressionsAreFoundAnywhereInALine() {
        assertTrue(filter(0, 0, "E[R]+OR").fits(line(0, "an ERROR here"), LIVE));
        assertFalse(filter(0, 0, "^ERROR").fits(line(0, "an ERROR here"), LIVE));
    }

    @Test
    void anEndlessSearchIsGivenUp() {
        assertThrows(
                LineFilter.TooCostly.class, () -> filter(0, 0, ".*.*.*.*.*=").fits(line(0, "a".repeat(500)), LIVE));
        assertThrows(
                LineFilter.TooCostly.class, () -> filter(0, 0, "(a|b|c)*d").fits(line(0, "abc".repeat(20_000)), LIVE));
    }
}
