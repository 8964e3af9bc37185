package dev.supervisord.ctl;

/** A line that is being typed: its text and where the cursor stands in it, counted in characters of Unicode. */
final class EditedLine {
    private final StringBuilder text = new StringBuilder();
    private int cursor;

    String text() {
        return text.toString();
    }

    boolean isEmpty() {
        return text.length() == 0;
    }

    String beforeCursor() {
        return text.substring(0, cursor);
    }

    /** How many characters stand behind the cursor. */
    int charactersBehind() {
        return text.codePointCount(cursor, text.length());
    }

    /** Takes another text, with the cursor at its end. */
    void replace(String other) {
        text.setLength(0);
        text.append(other);
        cursor = text.length();
    }

    void insert(String piece) {
        text.insert(cursor, piece);
        cursor += piece.length();
    }

    void left() {
        cursor = cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
    }

    void right() {
        cursor = cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
    }

    void toBegin() {
        cursor = 0;
    }

    void toEnd() {
        cursor = text.length();
    }

    /** Takes the character before the cursor away. */
    void backspace() {
        int end = cursor;
        left();
        text.delete(cursor, end);
    }

    /** Takes the character at the cursor away. */
    void delete() {
        if (cursor < text.length()) {
            text.delete(cursor, text.offsetByCodePoints(cursor, 1));
        }
    }

    void deleteToBegin() {
        text.delete(0, cursor);
        cursor = 0;
    }

    void deleteToEnd() {
        text.setLength(cursor);
    }

    /** Takes the word before the cursor away, with the blanks behind it. */
    void deleteWord() {
        int end = cursor;
        while (cursor > 0 && text.charAt(cursor - 1) == ' ') {
            cursor--;
        }
        while (cursor > 0 && text.charAt(cursor - 1) != ' ') {
            cursor--;
        }
        text.delete(cursor, end);
    }
}
