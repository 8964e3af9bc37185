package dev.supervisord.output;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One object for each line, {@code {"time":"2026-11-21T16:51:45.123Z","group":"web","process":"web_00","stream":"stdout","run":1,
 * "seq":1,"text":"…"}}.
 *
 * <p>{@code "partial":true} says that the line goes on in the next object. Where the bytes are not UTF-8, {@code text} has U+FFFD
 * for each byte that is part of no character, and {@code base64} has the bytes themselves. Where bytes were dropped, there are
 * {@code dropped_bytes}, {@code dropped_lines} and {@code reason} instead of {@code text}.
 */
final class JsonEncoder implements Encoder {
    private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);
    private static final String DIGITS = "0123456789abcdef";

    private final Stamp stamp = new Stamp();

    @Override
    public void encode(Line line, byte[] bytes, int from, int to, Bytes out) {
        head(line, out);
        out.put(",\"text\":");
        boolean valid = text(bytes, from, to, out);
        if (!valid) {
            byte[] exact = Arrays.copyOfRange(bytes, from, to);
            out.put(",\"base64\":\"").put(Base64.getEncoder().encode(exact)).put('"');
        }
        if (line.partial()) {
            out.put(",\"partial\":true");
        }
        out.put("}\n");
    }

    @Override
    public void encode(Line line, Gap gap, Bytes out) {
        head(line, out);
        out.put(",\"dropped_bytes\":")
                .put(Long.toString(gap.bytes()))
                .put(",\"dropped_lines\":")
                .put(Long.toString(gap.lines()))
                .put(",\"reason\":");
        text(gap.reason(), out);
        out.put("}\n");
    }

    @Override
    public boolean takesPieces() {
        return false;
    }

    private void head(Line line, Bytes out) {
        out.put("{\"time\":\"").put(stamp.of(line.millis())).put("\",\"group\":");
        text(line.stream().process().group(), out);
        out.put(",\"process\":");
        text(line.stream().process().process(), out);
        out.put(",\"stream\":\"")
                .put(line.stream().channel().word())
                .put("\",\"run\":")
                .put(Long.toString(line.run()))
                .put(",\"seq\":")
                .put(Long.toString(line.sequence()));
    }

    private static void text(String text, Bytes out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        text(bytes, 0, bytes.length, out);
    }

    /** A JSON string, RFC 8259; whether all bytes were UTF-8. */
    private static boolean text(byte[] bytes, int from, int to, Bytes out) {
        boolean valid = true;
        out.put('"');
        int plain = from;
        for (int at = from; at < to; ) {
            int unit = bytes[at];
            if (unit >= ' ' && unit != '"' && unit != '\\') {
                at++;
                continue;
            }
            int length = unit < 0 ? Utf8.length(bytes, at, to) : 0;
            if (length > 0) {
                at += length;
                continue;
            }
            out.put(bytes, plain, at);
            if (unit < 0) {
                valid = false;
                out.put(REPLACEMENT);
            } else {
                escape(unit, out);
            }
            plain = ++at;
        }
        out.put(bytes, plain, to).put('"');
        return valid;
    }

    private static void escape(int unit, Bytes out) {
        switch (unit) {
            case '"' -> out.put("\\\"");
            case '\\' -> out.put("\\\\");
            case '\t' -> out.put("\\t");
            case '\r' -> out.put("\\r");
            case '\n' -> out.put("\\n");
            default -> out.put("\\u00").put(DIGITS.charAt(unit >> 4)).put(DIGITS.charAt(unit & 15));
        }
    }
}
