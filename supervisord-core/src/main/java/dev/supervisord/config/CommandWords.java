package dev.supervisord.config;

import dev.supervisord.model.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command into words as a POSIX shell does, and nothing more: quotes and backslashes count, variables, globs and
 * {@code ~} do not.
 *
 * <p>The rules are those of Python's {@code shlex.split}, which Supervisor uses, but for one: a backslash at the end of a
 * line joins the lines, as everybody who writes it means; there the line break becomes part of the next word.
 */
final class CommandWords {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int position;

    private CommandWords(String text) {
        this.text = text;
    }

    /** The words, or why there are none. */
    static Command split(String text) {
        CommandWords reader = new CommandWords(text);
        String refusal = reader.read();
        if (!refusal.isEmpty()) {
            return new Command.Malformed(text, "can't parse command " + PythonText.quote(text) + ": " + refusal);
        }
        return reader.words.isEmpty()
                ? new Command.Malformed(text, "command is empty")
                : new Command.Words(reader.words);
    }

    /** Whether a backslash joins two of its lines. */
    static boolean joinsLines(String text) {
        return text.contains("\\\n");
    }

    /** Reads all words; gives the reason when that is not possible, else nothing. */
    private String read() {
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                endWord();
            } else if (c == '\'') {
                int end = text.indexOf('\'', position);
                if (end < 0) {
                    return "No closing quotation";
                }
                word.append(text, position, end);
                inWord = true;
                position = end + 1;
            } else if (c == '"') {
                inWord = true;
                if (!readDoubleQuoted()) {
                    return position > text.length() ? "No escaped character" : "No closing quotation";
                }
            } else if (c == '\\') {
                if (position == text.length()) {
                    return "No escaped character";
                }
                char escaped = text.charAt(position++);
                if (escaped == '\n') {
                    endWord();
                } else {
                    word.append(escaped);
                    inWord = true;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        endWord();
        return "";
    }

    private boolean readDoubleQuoted() {
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return true;
            } else if (c == '\\' && position == text.length()) {
                position++;
                return false;
            } else if (c == '\\' && (text.charAt(position) == '"' || text.charAt(position) == '\\')) {
                word.append(text.charAt(position++));
            } else if (c == '\\' && text.charAt(position) == '\n') {
                word.append(' ');
                position++;
            } else {
                word.append(c);
            }
        }
        return false;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
