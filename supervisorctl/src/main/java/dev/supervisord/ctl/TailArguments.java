package dev.supervisord.ctl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code tail} and {@code maintail}: {@code -f} and {@code -BYTES}, before the names.
 *
 * @param bytes how many bytes before the end to begin
 * @param names what follows the options
 * @param wrong an option that is none; null: all are known
 */
record TailArguments(
        boolean follow,
        long bytes,
        List<String> names,
        @Nullable String wrong) {
    /** Supervisor's, for a look at the end and for following. */
    private static final long BYTES = 1600;

    private static final long BYTES_FOLLOWING = 1024;

    static TailArguments of(List<String> words) {
        boolean follow = false;
        long bytes = -1;
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String word = words.get(at++);
            if (word.equals("-f")) {
                follow = true;
            } else {
                bytes = number(word.substring(1));
                if (bytes < 0) {
                    return new TailArguments(false, 0, List.of(), word);
                }
            }
        }
        if (bytes < 0) {
            bytes = follow ? BYTES_FOLLOWING : BYTES;
        }
        return new TailArguments(follow, bytes, words.subList(at, words.size()), null);
    }

    /** A number of decimal digits, or -1. */
    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
