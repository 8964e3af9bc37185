package dev.supervisord.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads back what was stored as JSON, as the documentation says that one can. */
final class StoredLines {
    private static final Pattern OBJECT = Pattern.compile(
            "\\{\"time\":\"[^\"]{24}\",\"group\":\"p\",\"process\":\"p\",\"stream\":\"stdout\",\"run\":(\\d+),\"seq\":(\\d+),"
                    + "\"text\":\"((?:[^\"\\\\]|\\\\.)*+)\"(?:,\"base64\":\"([^\"]*)\")?(,\"partial\":true)?}");

    /**
     * One object.
     *
     * @param text a character for each byte, as in ISO 8859-1
     */
    record Stored(long run, long sequence, String text, boolean partial) {}

    private StoredLines() {}

    static List<Stored> ofJson(byte[] file) {
        List<Stored> lines = new ArrayList<>();
        for (String object : new String(file, StandardCharsets.UTF_8).lines().toList()) {
            Matcher parts = OBJECT.matcher(object);
            if (!parts.matches()) {
                throw new AssertionError("no object: " + object);
            }
            byte[] bytes = parts.group(4) != null
                    ? Base64.getDecoder().decode(parts.group(4))
                    : unescaped(parts.group(3)).getBytes(StandardCharsets.UTF_8);
            lines.add(new Stored(
                    Long.parseLong(parts.group(1)),
                    Long.parseLong(parts.group(2)),
                    new String(bytes, StandardCharsets.ISO_8859_1),
                    parts.group(5) != null));
        }
        return lines;
    }

    /** What the process wrote. */
    static byte[] bytes(byte[] file) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Stored line : ofJson(file)) {
            all.writeBytes(line.text().getBytes(StandardCharsets.ISO_8859_1));
            if (!line.partial()) {
                all.write('\n');
            }
        }
        return all.toByteArray();
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit != '\\') {
                plain.append(unit);
                continue;
            }
            char kind = text.charAt(++i);
            if (kind == 'u') {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                plain.append(kind == 't' ? '\t' : kind == 'r' ? '\r' : kind);
            }
        }
        return plain.toString();
    }
}
