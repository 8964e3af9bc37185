package dev.supervisord.rpc;

import java.util.ArrayList;
import java.util.List;

/**
 * The first of some texts, cut to what a line of the audit log has room for: however much a client sends, little of it is kept.
 *
 * @param first these
 * @param more how many others there are
 */
record Excerpt(List<String> first, int more) {

    static final Excerpt NONE = new Excerpt(List.of(), 0);

    private static final int TEXTS_MAX = 100;
    private static final int CHARS_MAX = 4096;
    private static final int TEXT_CHARS_MAX = 256;

    Excerpt {
        first = List.copyOf(first);
    }

    /** One text. */
    static String of(String text) {
        return of(text, TEXT_CHARS_MAX);
    }

    /** One text, in so many characters and three. */
    static String of(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars) + "...";
    }

    /** With these behind its own. */
    Excerpt and(List<String> texts) {
        List<String> all = new ArrayList<>(first);
        int chars = first.stream().mapToInt(String::length).sum();
        int left = more;
        for (String text : texts) {
            String brief = of(text);
            chars += brief.length();
            if (left > 0 || all.size() == TEXTS_MAX || chars > CHARS_MAX) {
                left++;
            } else {
                all.add(brief);
            }
        }
        return new Excerpt(all, left);
    }
}
