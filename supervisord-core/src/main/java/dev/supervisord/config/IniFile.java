package dev.supervisord.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of Supervisor's INI syntax into a {@link Document}, line by line, as Python's {@code RawConfigParser} does.
 *
 * <p>Its rules: {@code ;} and {@code #} begin a comment at the start of a line or after a blank, even inside quotes;
 * {@code =} or {@code :} ends a key; a line indented more than its key continues the value, and so do empty lines; keys are
 * in lower case, section headers are not. Values are not interpreted here.
 */
final class IniFile {
    private final String text;
    private final String file;
    private final Path here;
    private final Document document;
    private final Problems problems;
    private final IniListener listener;

    private boolean inSection;
    private boolean inDefault;
    private boolean headerMissed;
    private @Nullable Section section;

    private @Nullable String key;
    private int keyLine;
    private int keyIndent;
    private final StringBuilder value = new StringBuilder();
    private boolean lastLineEndsInBackslash;

    IniFile(String text, String file, Path here, Document document, Problems problems) {
        this(text, file, here, document, problems, IniListener.NONE);
    }

    /** @param listener told of all that stands in the file, comments included */
    IniFile(String text, String file, Path here, Document document, Problems problems, IniListener listener) {
        this.text = text;
        this.file = file;
        this.here = here;
        this.document = document;
        this.problems = problems;
        this.listener = listener;
    }

    void read() {
        int number = 0;
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            readLine(text.substring(start, end), ++number);
            boolean crlf = end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
            start = end + (crlf ? 2 : 1);
        }
        endValue();
    }

    private void readLine(String line, int number) {
        int comment = commentStart(line);
        String content = PythonText.strip(comment < 0 ? line : line.substring(0, comment));
        if (comment >= 0) {
            listener.comment(number, PythonText.strip(line.substring(comment)));
        }
        if (content.isEmpty()) {
            if (comment < 0) {
                listener.blank(number);
            }
            if (comment < 0 && key != null) {
                value.append('\n');
            }
            return;
        }
        if (comment > 0 && CutQuote.isIn(content, line.substring(comment))) {
            problems.warn(
                    new Place(file, number),
                    "a comment begins inside the quotation marks, at "
                            + PythonText.quoteBriefly(line.substring(comment)) + ": " + line.charAt(comment)
                            + " after a blank always begins one",
                    "remove the blank before " + line.charAt(comment));
        }
        int indent = 0;
        while (PythonText.isSpace(line.charAt(indent))) {
            indent++;
        }
        if (key != null && indent > keyIndent) {
            continueValue(content, number);
            return;
        }
        keyIndent = indent;
        int bracket = content.lastIndexOf(']');
        if (content.charAt(0) == '[' && bracket > 1) {
            endValue();
            openSection(content, bracket, number);
        } else if (!inSection) {
            reportMissingHeader(content, number);
        } else {
            beginValue(content, number);
        }
    }

    /** Where the comment of a line begins, or -1; the search is Python's, which looks for both signs in step. */
    static int commentStart(String line) {
        int first = 0;
        while (first < line.length() && PythonText.isSpace(line.charAt(first))) {
            first++;
        }
        if (first < line.length() && (line.charAt(first) == ';' || line.charAt(first) == '#')) {
            return 0;
        }
        int semicolon = line.indexOf(';');
        int hash = line.indexOf('#');
        while (semicolon >= 0 || hash >= 0) {
            boolean semicolonBegins = semicolon > 0 && PythonText.isSpace(line.charAt(semicolon - 1));
            boolean hashBegins = hash > 0 && PythonText.isSpace(line.charAt(hash - 1));
            if (semicolonBegins && hashBegins) {
                return Math.min(semicolon, hash);
            } else if (semicolonBegins) {
                return semicolon;
            } else if (hashBegins) {
                return hash;
            }
            semicolon = semicolon < 0 ? -1 : line.indexOf(';', semicolon + 1);
            hash = hash < 0 ? -1 : line.indexOf('#', hash + 1);
        }
        return -1;
    }

    private void openSection(String content, int bracket, int number) {
        Place place = new Place(file, number);
        String header = content.substring(1, bracket);
        listener.header(number, header, content.substring(bracket + 1));
        inSection = true;
        section = null;
        inDefault = header.equals("DEFAULT");
        if (bracket + 1 < content.length()) {
            problems.warn(
                    place,
                    "what follows ] in " + PythonText.quoteBriefly(content) + " is ignored",
                    "put it on a line of its own");
        }
        if (inDefault) {
            return;
        }
        Optional<SectionHeader> known = SectionHeader.parse(header, Syntax.INI.separator());
        if (known.isEmpty()) {
            problems.warn(
                    place,
                    "nothing reads a section [" + header + "], so it is ignored",
                    SectionHeader.adviceFor(header, Syntax.INI));
            return;
        }
        section = document.open(known.get().kind(), known.get().name(), place, Syntax.INI);
    }

    private void reportMissingHeader(String content, int number) {
        if (!headerMissed) {
            headerMissed = true;
            problems.error(
                    new Place(file, number),
                    "File contains no section headers before line " + number + ": " + PythonText.quoteBriefly(content),
                    "write a header such as [program:NAME] above it");
        }
    }

    private void beginValue(String content, int number) {
        int separator = separator(content);
        if (separator <= 0) {
            reportBadLine(content, number);
            if (separator < 0) {
                return;
            }
        }
        boolean afterBackslash = lastLineEndsInBackslash;
        endValue();
        key = PythonText.stripEnd(content.substring(0, separator)).toLowerCase(Locale.ROOT);
        keyLine = number;
        String first = PythonText.strip(content.substring(separator + 1));
        value.append(first);
        lastLineEndsInBackslash = endsInBackslash(first);
        if (afterBackslash && section != null && separator > 0) {
            problems.warn(
                    new Place(file, number),
                    "the line above ends in a backslash, but this line is not indented and so begins a new key",
                    "indent this line so that it continues the value");
        }
    }

    private void reportBadLine(String content, int number) {
        problems.error(
                new Place(file, number),
                "Source contains parsing errors: line " + number + ": " + PythonText.quoteBriefly(content)
                        + (separator(content) < 0 ? " has neither = nor :" : " has no key before its separator"),
                lastLineEndsInBackslash || content.startsWith("-")
                        ? "indent this line so that it continues the value above"
                        : "write KEY = VALUE");
    }

    private static int separator(String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '=' || c == ':') {
                return i;
            }
        }
        return -1;
    }

    private void continueValue(String content, int number) {
        value.append('\n').append(content);
        lastLineEndsInBackslash = endsInBackslash(content);
        Section current = section;
        int separator = separator(content);
        if (current == null || separator <= 0) {
            return;
        }
        String word = PythonText.stripEnd(content.substring(0, separator)).toLowerCase(Locale.ROOT);
        if (Keys.of(current.kind(), word).isPresent()) {
            problems.warn(
                    new Place(file, number),
                    "this line is indented, so " + PythonText.quoteBriefly(word + content.charAt(separator))
                            + "… belongs to the value of " + key,
                    "remove the blanks before " + word + " if it is a key of its own");
        }
    }

    private static boolean endsInBackslash(String line) {
        return line.endsWith("\\");
    }

    private void endValue() {
        String name = key;
        if (name != null && !name.isEmpty()) {
            String whole = PythonText.stripEnd(value.toString());
            listener.setting(keyLine, name, whole);
            Entry entry = new Entry(name, new RawValue.Text(whole), new Place(file, keyLine), here, Syntax.INI);
            Section current = section;
            if (current != null) {
                document.set(current, entry);
            } else if (inDefault) {
                document.setDefault(entry);
            }
        }
        key = null;
        value.setLength(0);
        lastLineEndsInBackslash = false;
    }
}
