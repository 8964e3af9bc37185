package dev.supervisord.output;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** A line of a log file, taken apart: by what it looks like, because a file may have lines of several formats. */
public final class StoredLine {
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
            Optional<Instant> time = StampReader.read(line, JSON.length);
            if (time.isPresent()) {
                return new StoredLine(time, JsonLine.text(line).orElse(line));
            }
        } else if (line.length > StampReader.CHARS
                && (line[StampReader.CHARS] == ' ' || line[StampReader.CHARS] == '+')) {
            Optional<Instant> time = StampReader.read(line, 0);
            if (time.isPresent()) {
                return new StoredLine(time, Arrays.copyOfRange(line, StampReader.CHARS + 1, line.length));
            }
        }
        return new StoredLine(Optional.empty(), line);
    }

    private static boolean startsWith(byte[] line, byte[] start) {
        return line.length >= start.length && Arrays.equals(line, 0, start.length, start, 0, start.length);
    }
}
