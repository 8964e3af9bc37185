package dev.supervisord.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Finds the bytes of a line again in what {@link JsonEncoder} made of it. */
final class JsonLine {
    private static final byte[] TEXT = key(",\"text\":\"");
    private static final byte[] BASE64 = key(",\"base64\":\"");

    private final byte[] line;
    private int at;

    private JsonLine(byte[] line, int at) {
        this.line = line;
        this.at = at;
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes that the process wrote; empty where the object has none, or is not one of ours. */
    static Optional<byte[]> text(byte[] line) {
        int begin = find(line, TEXT);
        if (begin < 0) {
            return Optional.empty();
        }
        JsonLine reader = new JsonLine(line, begin);
        Optional<byte[]> text = reader.string();
        int after = reader.at;
        if (text.isEmpty() || !startsWith(line, after, BASE64)) {
            return text;
        }
        try {
            Optional<byte[]> exact = new JsonLine(line, after + BASE64.length).string();
            return exact.map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException e) {
            // Somebody else's object: what was shown as text is what there is.
            return text;
        }
    }

    /** Where the value of a key begins. A quotation mark within a string is escaped, so a key is found nowhere else. */
    private static int find(byte[] line, byte[] key) {
        for (int i = 0; i + key.length <= line.length; i++) {
            if (line[i] == ',' && startsWith(line, i, key)) {
                return i + key.length;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] line, int from, byte[] key) {
        return line.length - from >= key.length && Arrays.equals(line, from, from + key.length, key, 0, key.length);
    }

    /** A string up to its closing quotation mark. */
    private Optional<byte[]> string() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.length - at);
        while (at < line.length) {
            byte unit = line[at++];
            if (unit == '"') {
                return Optional.of(bytes.toByteArray());
            }
            if (unit != '\\') {
                bytes.write(unit);
            } else if (!escaped(bytes)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean escaped(ByteArrayOutputStream bytes) {
        if (at >= line.length) {
            return false;
        }
        byte unit = line[at++];
        switch (unit) {
            case 't' -> bytes.write('\t');
            case 'r' -> bytes.write('\r');
            case 'n' -> bytes.write('\n');
            case '"', '\\', '/' -> bytes.write(unit);
            case 'u' -> {
                // Only control characters are written so.
                if (line.length - at < 4 || line[at] != '0' || line[at + 1] != '0') {
                    return false;
                }
                int high = Character.digit(line[at + 2], 16);
                int low = Character.digit(line[at + 3], 16);
                if (high < 0 || low < 0) {
                    return false;
                }
                bytes.write(high << 4 | low);
                at += 4;
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
