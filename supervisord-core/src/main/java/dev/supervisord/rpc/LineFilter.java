package dev.supervisord.rpc;

import dev.supervisord.output.Place;
import dev.supervisord.output.StoredLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which lines a search is for.
 *
 * @param since empty: from the oldest
 * @param until empty: up to the youngest
 * @param grep empty: whatever they say
 */
record LineFilter(Optional<Instant> since, Optional<Instant> until, Optional<Pattern> grep) {

    /** The longest expression. */
    static final int PATTERN_CHARS_MAX = 1000;

    /** How often an expression may look at a character of one line; more is taken for an endless search. */
    private static final int LOOKS_MAX = 5_000_000;

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
        return fitsTime(line, place) && fitsText(line.text());
    }

    private boolean fitsTime(StoredLine line, Place place) {
        Instant earliest =
                line.time().orElse(place.notBefore() == 0 ? Instant.MIN : Instant.ofEpochMilli(place.notBefore()));
        Instant latest =
                line.time().orElse(place.notAfter() == 0 ? Instant.MAX : Instant.ofEpochMilli(place.notAfter()));
        return (since.isEmpty() || !latest.isBefore(since.get()))
                && (until.isEmpty() || !earliest.isAfter(until.get()));
    }

    private boolean fitsText(byte[] text) {
        if (grep.isEmpty()) {
            return true;
        }
        try {
            return grep.get()
                    .matcher(new Watched(new String(text, StandardCharsets.UTF_8)))
                    .find();
        } catch (StackOverflowError e) {
            // The matcher calls itself for each repetition of a group.
            throw new TooCostly(e);
        }
    }

    /** Text that counts how often it is looked at. */
    private static final class Watched implements CharSequence {
        private final String text;
        private int looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > LOOKS_MAX) {
                throw new TooCostly(new IllegalStateException("looked " + looks + " times"));
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
