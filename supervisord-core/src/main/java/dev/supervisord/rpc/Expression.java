package dev.supervisord.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the text of a line is searched for: a regular expression, which must not take for ever on a line. One that is nothing but words,
 * as most are, is looked for in the bytes as they are: that takes a tenth of the time.
 *
 * <p>Safe for use by any thread.
 */
final class Expression {
    /** How often an expression may look at a character of one line; more is taken for an endless search. */
    private static final int LOOKS_MAX = 5_000_000;

    /** Of longer ones the search for words, which tries each place anew, would be the costly one. */
    private static final int WORDS_CHARS_MAX = 64;

    private static final String WITH_MEANING = "\\^$.?*+()[]{}";

    private final Pattern pattern;

    /** The words of which one has to be there; none: it is not as simple as that. */
    private final List<byte[]> words;

    Expression(Pattern pattern) {
        this.pattern = pattern;
        this.words = isWords(pattern)
                ? Arrays.stream(pattern.pattern().split("\\|", -1))
                        .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                        .toList()
                : List.of();
    }

    /** Whether it is one short word or several of ASCII. The bytes of such a word are part of no other character of UTF-8. */
    private static boolean isWords(Pattern pattern) {
        return pattern.flags() == 0
                && pattern.pattern().length() <= WORDS_CHARS_MAX
                && pattern.pattern()
                        .chars()
                        .allMatch(letter -> letter >= ' ' && letter <= '~' && WITH_MEANING.indexOf(letter) < 0);
    }

    /**
     * Whether it is found somewhere in the text.
     *
     * @throws LineFilter.TooCostly when that cannot be found out in time
     */
    boolean isIn(byte[] text) {
        if (words.isEmpty()) {
            return matches(text);
        }
        for (byte[] word : words) {
            if (contains(text, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] text, byte[] word) {
        for (int at = 0; at <= text.length - word.length; at++) {
            int same = 0;
            while (same < word.length && text[at + same] == word[same]) {
                same++;
            }
            if (same == word.length) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] text) {
        try {
            return pattern.matcher(new Watched(new String(text, StandardCharsets.UTF_8)))
                    .find();
        } catch (StackOverflowError e) {
            // The matcher calls itself for each repetition of a group.
            throw new LineFilter.TooCostly(e);
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
                throw new LineFilter.TooCostly(new IllegalStateException("looked " + looks + " times"));
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
