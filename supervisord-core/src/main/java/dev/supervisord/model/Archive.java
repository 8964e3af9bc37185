package dev.supervisord.model;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When log files are rotated besides their size, and what becomes of the rotated ones.
 *
 * @param period a file holds the output of one such span of local time ({@code rotate}); empty: of any
 * @param names what rotated files are called ({@code rotate_names})
 * @param compression what is done to rotated files ({@code compress})
 * @param totalBytesMax what the live file and its rotated ones may take together, at the file's {@code maxbytes}; 0: no limit
 */
public record Archive(Optional<Duration> period, Names names, Compression compression, long totalBytesMax) {
    /** Rotation by size alone, to {@code .1}, {@code .2} and so on. */
    public static final Archive DEFAULT = new Archive(Optional.empty(), Names.NUMBERED, Compression.NONE, 0);

    /** Names of rotated files. */
    public enum Names {
        /** {@code FILE.1}, the youngest, {@code FILE.2} and so on. */
        NUMBERED,
        /** {@code FILE-20261121}, by the day or time when the file's period began. */
        DATED
    }

    /** What is done to rotated files. */
    public enum Compression {
        NONE,
        /** Each becomes {@code FILE.1.gz}. */
        GZIP
    }

    /** Whether the names of two periods of a day would be the same without the time. */
    public boolean isWithinDay() {
        return period.filter(span -> span.compareTo(Duration.ofDays(1)) < 0).isPresent();
    }

    /** The number of the period in which a moment lies, counted by what local clocks show; 0 without periods. */
    public long periodOf(LocalDateTime moment) {
        return period.isEmpty()
                ? 0
                : Math.floorDiv(
                        moment.toEpochSecond(ZoneOffset.UTC), period.get().toSeconds());
    }

    /** When a period begins; only with periods. */
    public LocalDateTime beginOf(long number) {
        return LocalDateTime.ofEpochSecond(number * period.orElseThrow().toSeconds(), 0, ZoneOffset.UTC);
    }
}
