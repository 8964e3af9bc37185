package dev.supervisord.output;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes parts of file names of limited length out of any text, so that different texts give different names.
 *
 * <p>Everything but ASCII letters, digits and {@code - _ .} is written as {@code %XX}, byte by byte in UTF-8: the result does
 * not depend on the machine's locale and never leaves its directory. What gets too long ends in {@code ~} and a hash
 * instead, and {@code ~} stands nowhere else.
 */
final class FileNames {
    /** Two of them with {@code :} and {@code .stdout} stay below {@code NAME_MAX}, which is 255 on every Linux file system. */
    private static final int FIFO_PART_MAX = 120;

    private static final int HASH_DIGITS = 32;

    private FileNames() {}

    /** The text as a part of a file name, of at most {@code bytesMax} bytes; at least 64. */
    static String escape(String text, int bytesMax) {
        StringBuilder name = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (unit & 0xff);
            if (isPlain(letter)) {
                name.append(letter);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
            }
        }
        if (name.length() <= bytesMax) {
            return name.toString();
        }
        name.setLength(bytesMax - HASH_DIGITS - 1);
        return name.append('~').append(hash(text)).toString();
    }

    /** The name of a stream's pipe, {@code group:process.stdout}. */
    static String ofFifo(StreamKey key) {
        String group = escape(key.process().group(), FIFO_PART_MAX);
        String process = escape(key.process().process(), FIFO_PART_MAX);
        return (group.equals(process) ? process : group + ":" + process) + "."
                + key.channel().word();
    }

    private static boolean isPlain(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '-'
                || letter == '_'
                || letter == '.';
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
