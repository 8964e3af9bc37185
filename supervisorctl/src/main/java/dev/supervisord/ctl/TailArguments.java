package dev.supervisord.ctl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code tail} and {@code maintail}: {@code -f}, {@code -BYTES} and {@code -n LINES}, before the names.
 *
 * @param back how many bytes before the end to begin; -1: not said
 * @param lines how many lines before the end to begin; -1: not said
 * @param names what follows the options
 * @param wrong an option that is none; null: all are known
 */
record TailArguments(
        boolean follow,
        long back,
        long lines,
        List<String> names,
        @Nullable String wrong) {
    /** Supervisor's, for a look at the end and for following. */
    private static final long BYTES = 1600;

    private static final long BYTES_FOLLOWING = 1024;

    /** For each of several logs, where neither bytes nor lines are said. */
    private static final long LINES = 10;

    static TailArguments of(List<String> words) {
        boolean follow = false;
        long bytes = -1;
        long lines = -1;
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String word = words.get(at++);
            if (word.equals("-f")) {
                follow = true;
            } else if (word.startsWith("-n")) {
                String digits = word.substring(2);
                if (digits.isEmpty() && at < words.size()) {
                    digits = words.get(at++);
                }
                lines = number(digits);
                if (lines < 0) {
                    return wrong(word);
                }
            } else {
                bytes = number(word.substring(1));
                if (bytes < 0) {
                    return wrong(word);
                }
            }
        }
        return new TailArguments(follow, bytes, lines, words.subList(at, words.size()), null);
    }

    private static TailArguments wrong(String word) {
        return new TailArguments(false, -1, -1, List.of(), word);
    }

    /** How many bytes of one log, where lines are not said. */
    long bytes() {
        return back >= 0 ? back : follow ? BYTES_FOLLOWING : BYTES;
    }

    /** How many lines of each of several logs; -1: bytes are said instead. */
    long linesOfEach() {
        return lines >= 0 || back >= 0 ? lines : LINES;
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
