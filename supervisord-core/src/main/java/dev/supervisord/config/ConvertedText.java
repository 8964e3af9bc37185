package dev.supervisord.config;

import java.util.ArrayList;
import java.util.List;

/** The lines of a TOML file that is made of an INI file. Used by one thread. */
final class ConvertedText {
    private final List<StringBuilder> lines = new ArrayList<>();
    private int lastSource;

    /** @param source the line of the INI file that it comes from, which a comment there follows; 0: none */
    void add(int source, String line) {
        lines.add(new StringBuilder(line));
        lastSource = source;
    }

    void blank() {
        add(0, "");
    }

    /** A comment of the INI file, behind what it stands behind there. */
    void comment(IniItem.Comment comment) {
        String text = '#' + printable(comment.text().substring(1));
        if (comment.line() == lastSource) {
            lines.get(lines.size() - 1).append("  ").append(text);
        } else {
            add(comment.line(), text);
        }
    }

    /** Something that TOML is not to read. */
    void commentedOut(int source, String text) {
        for (String line : text.split("\n", -1)) {
            add(source, "# " + printable(line));
        }
    }

    /** Comments may have no control characters in TOML. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                printable.setCharAt(i, ' ');
            }
        }
        return printable.toString();
    }

    @Override
    public String toString() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
