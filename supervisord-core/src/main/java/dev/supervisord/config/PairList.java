package dev.supervisord.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code KEY=value,KEY2="a, b"}, the value of {@code environment} in an INI file.
 *
 * <p>Words are Supervisor's (Python's {@code shlex} outside its POSIX mode): letters, digits and {@code _/.+-():}; anything
 * else needs quotes. Where Supervisor loses a part of a value without a word, this is an error. Messages contain names of
 * variables, never values.
 */
final class PairList {
    private static final String WORD_SIGNS = "_/.+-():";
    private static final String ADVICE = "quote it: %s=\"…\"";

    /** A word, a quoted text with its quotes, or one other character. */
    private record Token(String text, boolean quoted) {
        boolean is(char sign) {
            return !quoted && text.length() == 1 && text.charAt(0) == sign;
        }
    }

    private final String text;
    private final String moreWordSigns;
    private int position;

    private PairList(String text, String moreWordSigns) {
        this.text = text;
        this.moreWordSigns = moreWordSigns;
    }

    static Parsed<Map<String, String>> parse(String text) {
        return new PairList(text, "").tokens().then(PairList::pairs);
    }

    /** Reads a list whose expansions have not been made: {@code %} may stand in words. */
    static Parsed<Map<String, String>> parseTemplate(String text) {
        return new PairList(text, "%").tokens().then(PairList::pairs);
    }

    private Parsed<List<Token>> tokens() {
        List<Token> tokens = new ArrayList<>();
        while (position < text.length()) {
            char c = text.charAt(position);
            int start = position;
            if (" \t\r\n".indexOf(c) >= 0) {
                position++;
            } else if (c == '\'' || c == '"') {
                int end = text.indexOf(c, position + 1);
                if (end < 0) {
                    return Parsed.bad(
                            "Unexpected end of key/value pairs: No closing quotation " + after(tokens),
                            "end the quoted text with " + c);
                }
                position = end + 1;
                tokens.add(new Token(text.substring(start, position), true));
            } else if (isWord(c)) {
                while (position < text.length() && (isWord(text.charAt(position)) || isQuote(text.charAt(position)))) {
                    position++;
                }
                tokens.add(new Token(text.substring(start, position), false));
            } else {
                position++;
                tokens.add(new Token(String.valueOf(c), false));
            }
        }
        return Parsed.good(tokens);
    }

    private boolean isWord(char c) {
        return TomlScanner.isDigit(c)
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || WORD_SIGNS.indexOf(c) >= 0
                || moreWordSigns.indexOf(c) >= 0;
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    private static Parsed<Map<String, String>> pairs(List<Token> tokens) {
        Map<String, String> pairs = new LinkedHashMap<>();
        int at = 0;
        while (at < tokens.size()) {
            String name = unquoted(tokens.get(at));
            if (at + 1 >= tokens.size() || !tokens.get(at + 1).is('=')) {
                return Parsed.bad(
                        "Unexpected end of key/value pairs " + after(tokens.subList(0, at)),
                        "write NAME=\"value\",NAME2=\"value\"");
            }
            if (at + 2 >= tokens.size() || tokens.get(at + 2).is(',')) {
                return Parsed.bad(
                        "Unexpected end of key/value pairs: " + name + " has no value", "write " + name + "=\"\"");
            }
            Token value = tokens.get(at + 2);
            boolean separated = at + 3 >= tokens.size()
                    || tokens.get(at + 3).is(',')
                    || tokens.get(at + 3).is(';');
            boolean whole = value.quoted || !isQuote(value.text.charAt(value.text.length() - 1));
            if (!separated || !whole || value.is('#')) {
                return Parsed.bad(
                        "Unexpected end of key/value pairs: the value of " + name
                                + " has characters that need quotes, and a part of it would be lost",
                        String.format(ADVICE, name));
            }
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                return Parsed.bad(
                        "key/value pairs: " + PythonText.quote(name) + " is no name of a variable", "rename it");
            }
            pairs.put(name, unquoted(value));
            at += 4;
        }
        return Parsed.good(pairs);
    }

    private static String unquoted(Token token) {
        return token.quoted ? token.text.substring(1, token.text.length() - 1) : token.text;
    }

    private static String after(List<Token> tokens) {
        for (int i = tokens.size() - 2; i >= 0; i--) {
            if (tokens.get(i + 1).is('=')) {
                return "after " + unquoted(tokens.get(i));
            }
        }
        return "at its beginning";
    }
}
