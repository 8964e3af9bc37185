package dev.supervisord.output;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Reads the moments that {@link Stamp} writes, {@code 2026-11-21T16:51:45.123Z}.
 *
 * <p>Not by {@link Instant#parse}: a search does this for each line, and it would be most of its work.
 */
final class StampReader {
    /** How long they are. */
    static final int CHARS = 24;

    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private StampReader() {}

    /** The moment that is written there; empty where it is none, such as on the thirtieth of February. */
    static Optional<Instant> read(byte[] line, int from) {
        if (line.length - from < CHARS) {
            return Optional.empty();
        }
        for (int i = 0; i < CHARS; i++) {
            byte unit = line[from + i];
            char expected = FORM.charAt(i);
            if (expected == '0' ? unit < '0' || unit > '9' : unit != expected) {
                return Optional.empty();
            }
        }
        int year = number(line, from, 4);
        int month = number(line, from + 5, 2);
        int day = number(line, from + 8, 2);
        int hour = number(line, from + 11, 2);
        int minute = number(line, from + 14, 2);
        int second = number(line, from + 17, 2);
        boolean real = month >= 1
                && month <= 12
                && day >= 1
                && day <= 31
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth())
                && hour <= 23
                && minute <= 59
                && second <= 59;
        if (!real) {
            return Optional.empty();
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3600 + minute * 60 + second;
        return Optional.of(Instant.ofEpochSecond(seconds, number(line, from + 20, 3) * 1_000_000L));
    }

    private static int number(byte[] line, int from, int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            number = 10 * number + line[from + i] - '0';
        }
        return number;
    }
}
