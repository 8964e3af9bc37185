package dev.supervisord.rpc;

import dev.supervisord.output.Place;
import dev.supervisord.output.StoredLine;
import java.time.Instant;
import java.util.Optional;

/**
 * Which lines a search is for.
 *
 * @param since empty: from the oldest
 * @param until empty: up to the youngest
 * @param grep empty: whatever they say
 */
record LineFilter(Optional<Instant> since, Optional<Instant> until, Optional<Expression> grep) {

    /** The longest expression. */
    static final int PATTERN_CHARS_MAX = 1000;

    /** The expression takes too long on a line. */
    static final class TooCostly extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostly(Throwable cause) {
            super("the expression takes too long on a line; write it without repetitions of repetitions", cause);
        }
    }

    boolean hasTimes() {
        return since.isPresent() || until.isPresent();
    }

    /** @throws TooCostly when that cannot be found out in time */
    boolean fits(StoredLine line, Place place) {
        return fitsTime(line, place) && (grep.isEmpty() || grep.get().isIn(line.text()));
    }

    private boolean fitsTime(StoredLine line, Place place) {
        if (!hasTimes()) {
            return true;
        }
        Instant earliest =
                line.time().orElse(place.notBefore() == 0 ? Instant.MIN : Instant.ofEpochMilli(place.notBefore()));
        Instant latest =
                line.time().orElse(place.notAfter() == 0 ? Instant.MAX : Instant.ofEpochMilli(place.notAfter()));
        return (since.isEmpty() || !latest.isBefore(since.get()))
                && (until.isEmpty() || !earliest.isAfter(until.get()));
    }
}
