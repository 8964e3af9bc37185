package dev.supervisord.output;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A line of a log file, taken apart: by what it looks like, because a file may have lines of several formats. */
public final class StoredLine {
    /** {@code 2026-11-21T16:51:45.123Z}. */
    private static final int STAMP_CHARS = 24;

    private static final Pattern STAMP =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");
    private static final byte[] JSON = "{\"time\":\"".getBytes(StandardCharsets.US_ASCII);

    private final Optional<Instant> time;
    private final byte[] text;

    /**
     * @param time when it was read, where the line says so
     * @param text what the process wrote, without line feed
     */
    public StoredLine(Optional<Instant> time, byte[] text) {
        this.time = time;
        this.text = text;
    }

    public Optional<Instant> time() {
        return time;
    }

    /** The bytes themselves, not a copy. */
    public byte[] text() {
        return text;
    }

    /** Takes a line apart. */
    public static StoredLine of(byte[] line) {
        if (startsWith(line, JSON)) {
            Optional<Instant> time = stamp(line, JSON.length);
            if (time.isPresent()) {
                return new StoredLine(time, JsonLine.text(line).orElse(line));
            }
        } else if (line.length > STAMP_CHARS && (line[STAMP_CHARS] == ' ' || line[STAMP_CHARS] == '+')) {
            Optional<Instant> time = stamp(line, 0);
            if (time.isPresent()) {
                return new StoredLine(time, Arrays.copyOfRange(line, STAMP_CHARS + 1, line.length));
            }
        }
        return new StoredLine(Optional.empty(), line);
    }

    private static boolean startsWith(byte[] line, byte[] start) {
        return line.length >= start.length && Arrays.equals(line, 0, start.length, start, 0, start.length);
    }

    private static Optional<Instant> stamp(byte[] line, int from) {
        if (line.length < from + STAMP_CHARS) {
            return Optional.empty();
        }
        String text = new String(line, from, STAMP_CHARS, StandardCharsets.ISO_8859_1);
        try {
            return STAMP.matcher(text).matches() ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            // It only looks like a time: the thirtieth of February.
            return Optional.empty();
        }
    }
}
