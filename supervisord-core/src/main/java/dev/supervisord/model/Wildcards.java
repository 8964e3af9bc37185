package dev.supervisord.model;

/**
 * The wildcards of a shell in patterns for names: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}.
 *
 * <p>Only the last {@code *} is ever tried again, so the time is at most that of the pattern's length times the square of the
 * name's: patterns come from clients too, and a regular expression would let one of them keep the loop from all else.
 */
public final class Wildcards {
    private Wildcards() {}

    /** Whether there are any in this text, so that it may fit more than itself. */
    public static boolean areIn(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** Whether a name fits a pattern; a bracket that is not closed is just a bracket. */
    public static boolean fit(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retry = 0;
        while (n < name.length()) {
            int end = p < pattern.length() ? fitsOne(pattern, p, name.charAt(n)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = n;
            } else if (end > 0) {
                p = end;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Index behind the element at {@code p} if it fits this character, else -1. */
    private static int fitsOne(String pattern, int p, char c) {
        char element = pattern.charAt(p);
        if (element == '?') {
            return p + 1;
        }
        int close = element == '[' ? closing(pattern, p) : -1;
        if (close < 0) {
            return element == c ? p + 1 : -1;
        }
        int i = p + 1;
        boolean negated = pattern.charAt(i) == '!';
        if (negated) {
            i++;
        }
        boolean inside = false;
        while (i < close) {
            char low = pattern.charAt(i);
            boolean range = i + 2 < close && pattern.charAt(i + 1) == '-';
            char high = range ? pattern.charAt(i + 2) : low;
            inside |= low <= c && c <= high;
            i += range ? 3 : 1;
        }
        return inside != negated ? close + 1 : -1;
    }

    /** Index of the bracket that closes a set, or -1: a bracket that is not closed is just a bracket. */
    private static int closing(String pattern, int open) {
        int first = open + 1;
        if (first < pattern.length() && pattern.charAt(first) == '!') {
            first++;
        }
        return pattern.indexOf(']', Math.min(pattern.length(), first + 1));
    }
}
