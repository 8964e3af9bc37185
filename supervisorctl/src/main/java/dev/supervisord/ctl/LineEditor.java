package dev.supervisord.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a terminal that can be edited while they are typed, with the keys that shells have: arrows, Home, End, Tab,
 * Ctrl-A E U K W L, Ctrl-R to search, and Ctrl-D at the end. The terminal is as usual between two lines. One thread uses it.
 */
final class LineEditor {
    private static final int CTRL_A = 1;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int CTRL_E = 5;
    private static final int CTRL_G = 7;
    private static final int BACKSPACE = 8;
    private static final int TAB = 9;
    private static final int LINE_FEED = 10;
    private static final int CTRL_K = 11;
    private static final int CTRL_L = 12;
    private static final int RETURN = 13;
    private static final int CTRL_R = 18;
    private static final int CTRL_U = 21;
    private static final int CTRL_W = 23;
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;

    /** What a key has led to. */
    private enum Step {
        GO_ON,
        DONE,
        /** The user does not want to type any more. */
        END
    }

    private final Console console;
    private final Function<String, List<String>> completion;

    /** @param completion what the word that ends a text may become, each in full */
    LineEditor(Console console, Function<String, List<String>> completion) {
        this.console = console;
        this.completion = completion;
    }

    /** One line being read. */
    private final class Reading {
        private final EditedLine line = new EditedLine();
        private final String prompt;
        private final List<String> history;
        private final RawKeys keys;
        private int at;
        private String typed = "";

        Reading(String prompt, List<String> history, RawKeys keys) {
            this.prompt = prompt;
            this.history = history;
            this.keys = keys;
            this.at = history.size();
        }

        @Nullable
        String read() throws IOException {
            draw();
            Step step = Step.GO_ON;
            while (step == Step.GO_ON) {
                int key = keys.read();
                step = key == RawKeys.NONE ? Step.END : take(key);
                draw();
            }
            console.print("\n");
            console.flush();
            return step == Step.DONE ? line.text() : null;
        }

        private Step take(int key) throws IOException {
            switch (key) {
                case RETURN, LINE_FEED -> {
                    return Step.DONE;
                }
                case CTRL_D -> {
                    if (line.isEmpty()) {
                        return Step.END;
                    }
                    line.delete();
                }
                case CTRL_C -> {
                    if (line.isEmpty()) {
                        return Step.END;
                    }
                    line.replace("");
                }
                case CTRL_A -> line.toBegin();
                case CTRL_E -> line.toEnd();
                case CTRL_K -> line.deleteToEnd();
                case CTRL_U -> line.deleteToBegin();
                case CTRL_W -> line.deleteWord();
                case CTRL_L -> console.print("\u001b[H\u001b[2J");
                case BACKSPACE, DELETE -> line.backspace();
                case TAB -> complete();
                case CTRL_R -> {
                    return search();
                }
                case ESCAPE -> arrow();
                default -> {
                    if (key >= ' ') {
                        line.insert(character(key));
                    }
                }
            }
            return Step.GO_ON;
        }

        /** A character of UTF-8 by its first byte. */
        private String character(int first) throws IOException {
            int more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
            byte[] bytes = new byte[1 + more];
            bytes[0] = (byte) first;
            for (int i = 1; i <= more; i++) {
                bytes[i] = (byte) keys.read();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** What follows an escape, as ECMA-48 has it: "[" or "O", numbers, and a letter that says which key it is. */
        private void arrow() throws IOException {
            int key = keys.read();
            if (key != '[' && key != 'O') {
                return;
            }
            int number = 0;
            key = keys.read();
            while (key >= '0' && key <= ';') {
                number = key == ';' ? 0 : 10 * number + key - '0';
                key = keys.read();
            }
            switch (key) {
                case 'A' -> remember(at - 1);
                case 'B' -> remember(at + 1);
                case 'C' -> line.right();
                case 'D' -> line.left();
                case 'H' -> line.toBegin();
                case 'F' -> line.toEnd();
                case '~' -> {
                    switch (number) {
                        case 1, 7 -> line.toBegin();
                        case 3 -> line.delete();
                        case 4, 8 -> line.toEnd();
                        default -> {
                            // Keys that no line needs.
                        }
                    }
                }
                default -> {
                    // Keys that no line needs.
                }
            }
        }

        /** Until a key that means something else: it is for the line that was found. Ctrl-C and Ctrl-G bring back what was typed. */
        private Step search() throws IOException {
            HistorySearch search = new HistorySearch(history);
            while (true) {
                console.print("\r(search) " + search.wanted() + ": " + search.line() + "\u001b[K");
                console.flush();
                int key = keys.read();
                switch (key) {
                    case CTRL_R -> search.older();
                    case BACKSPACE, DELETE -> search.shorten();
                    case CTRL_C, CTRL_G -> {
                        return Step.GO_ON;
                    }
                    default -> {
                        if (key < ' ') {
                            return found(search.line(), key);
                        }
                        search.type(character(key));
                    }
                }
            }
        }

        private Step found(String text, int key) throws IOException {
            if (!text.isEmpty()) {
                line.replace(text);
            }
            draw();
            return key == RawKeys.NONE ? Step.END : take(key);
        }

        private void remember(int wanted) {
            if (wanted < 0 || wanted > history.size()) {
                return;
            }
            if (at == history.size()) {
                typed = line.text();
            }
            at = wanted;
            line.replace(at == history.size() ? typed : history.get(at));
        }

        /** Adds what all that fits has in common; shows what there is when that is nothing more. */
        private void complete() {
            String before = line.beforeCursor();
            String word = before.substring(before.lastIndexOf(' ') + 1);
            List<String> fits = completion.apply(before);
            if (fits.isEmpty()) {
                return;
            }
            String common = fits.stream().reduce(LineEditor::commonBegin).orElse(word);
            if (fits.size() == 1) {
                common += " ";
            }
            if (common.length() > word.length()) {
                line.insert(common.substring(word.length()));
            } else {
                console.print("\n" + String.join("  ", fits) + "\n");
            }
        }

        private void draw() {
            console.print("\r" + prompt + line.text() + "\u001b[K");
            if (line.charactersBehind() > 0) {
                console.print("\u001b[" + line.charactersBehind() + "D");
            }
            console.flush();
        }
    }

    private static String commonBegin(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }

    /**
     * Reads a line; null when the user has ended the input. Empty when there is no terminal to read from.
     *
     * @param history what the arrows bring back, the oldest first
     */
    Optional<Typed> read(String prompt, List<String> history) throws IOException {
        Optional<RawKeys> opened = RawKeys.waiting();
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        Thread giveBack = new Thread(opened.get()::close, "terminal");
        Runtime.getRuntime().addShutdownHook(giveBack);
        try (RawKeys keys = opened.get()) {
            return Optional.of(new Typed(new Reading(prompt, history, keys).read()));
        } finally {
            Runtime.getRuntime().removeShutdownHook(giveBack);
        }
    }

    /** @param line null: the user has ended the input */
    record Typed(@Nullable String line) {}
}
