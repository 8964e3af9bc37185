package dev.supervisord.ctl;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users write for a point in time: {@code 10m} or {@code 1h30m} ago, {@code 18:00} of today, {@code 2026-11-21},
 * {@code 2026-11-21T18:00} by local clocks, {@code 2026-11-21T18:00:00Z}.
 */
final class PointInTime {
    private static final Pattern AGO =
            Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s?)?");

    private PointInTime() {}

    /** Empty when it is none of these. */
    static Optional<Instant> parse(String text, ZonedDateTime now) {
        Matcher ago = AGO.matcher(text);
        if (!text.isEmpty() && ago.matches()) {
            Duration span = Duration.ofDays(number(ago, 1))
                    .plusHours(number(ago, 2))
                    .plusMinutes(number(ago, 3))
                    .plusSeconds(number(ago, 4));
            return Optional.of(now.toInstant().minus(span));
        }
        try {
            return Optional.of(moment(text, now));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Instant moment(String text, ZonedDateTime now) {
        if (text.indexOf('-') < 0) {
            return now.with(LocalTime.parse(text)).toInstant();
        }
        if (text.length() == "2026-11-21".length()) {
            return LocalDate.parse(text).atStartOfDay(now.getZone()).toInstant();
        }
        boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > "2026-11-".length();
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(now.getZone()).toInstant();
    }
}
