package dev.supervisord.output;

import dev.supervisord.model.Archive;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Which span of local time a log file holds, and when that is over.
 *
 * <p>Owned by the output thread; any thread may ask for {@link #stamp}.
 */
final class Period {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private Archive archive;
    private long number;
    private volatile String stamp = "";

    /** @param begun when the first byte of the file was written, as far as that is known */
    Period(Archive archive, LocalDateTime begun) {
        this.archive = archive;
        begin(begun);
    }

    /** From now on other periods count; the file's content began then. */
    void configure(Archive fresh, LocalDateTime begun) {
        if (!fresh.equals(archive)) {
            archive = fresh;
            begin(begun);
        }
    }

    /** The file is empty: what is written next begins a period. */
    void begin(LocalDateTime now) {
        number = archive.periodOf(now);
        LocalDateTime begin = archive.period().isPresent() ? archive.beginOf(number) : now;
        stamp = (archive.isWithinDay() ? TIME : DAY).format(begin);
    }

    boolean isOver(LocalDateTime now) {
        return archive.periodOf(now) > number;
    }

    /** How long it still lasts; very long where there are no periods. */
    Duration left(LocalDateTime now) {
        return archive.period().isEmpty() ? Duration.ofDays(1) : Duration.between(now, archive.beginOf(number + 1));
    }

    /** The date in the name of a file with this content. */
    String stamp() {
        return stamp;
    }
}
