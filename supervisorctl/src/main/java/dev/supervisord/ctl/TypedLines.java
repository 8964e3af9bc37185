package dev.supervisord.ctl;

import java.io.IOException;
import java.util.Optional;

/** The shell's lines on a terminal: edited, completed and remembered. Loaded only where somebody types. */
final class TypedLines {
    private final LineEditor editor;
    private final ShellHistory history;

    TypedLines(Session session, ShellHistory history) {
        this.editor = new LineEditor(session.console(), new ShellCompletion(session)::of);
        this.history = history;
    }

    /** The next line; empty when it cannot be read in this way. */
    Optional<LineEditor.Typed> read(String prompt) throws IOException {
        Optional<LineEditor.Typed> typed = editor.read(prompt, history.lines());
        if (typed.isPresent()) {
            String line = typed.get().line();
            if (line != null) {
                history.add(line);
            }
        }
        return typed;
    }
}
