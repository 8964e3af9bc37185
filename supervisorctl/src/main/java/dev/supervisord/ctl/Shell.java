package dev.supervisord.ctl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads commands from standard input, a line each, until {@code exit}, {@code quit} or its end. */
final class Shell {
    private static final Set<String> ENDS = Set.of("exit", "quit", "EOF");

    private final Session session;
    private final BufferedReader input;
    private final @Nullable Path history;
    private @Nullable TypedLines typed;

    /** @param history where the lines are kept that are typed on a terminal; null: nowhere */
    Shell(Session session, @Nullable Path history) {
        this.session = session;
        this.history = history;
        this.input = new BufferedReader(new InputStreamReader(session.terminal().input(), StandardCharsets.UTF_8));
    }

    /** Shows the status, then serves the user. Always ends well: each command has said itself how it went. */
    ExitCode run() throws IOException {
        run(List.of("status"));
        while (!session.console().isClosed()) {
            String line = command(session.server().prompt() + "> ");
            if (line == null) {
                session.console().line("");
                break;
            }
            List<String> words = Dispatch.words(line);
            if (!words.isEmpty() && ENDS.contains(words.get(0))) {
                break;
            }
            if (isConfirmed(words)) {
                run(words);
            }
        }
        session.console().flush();
        return ExitCode.OK;
    }

    private void run(List<String> words) {
        var unused = Dispatch.run(words, session);
    }

    /** What cannot be taken back is asked for again. */
    private boolean isConfirmed(List<String> words) throws IOException {
        if (words.size() != 1 || !words.get(0).equals("shutdown")) {
            return true;
        }
        String answer = ask("Really shut the remote supervisord process down y/N? ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private @Nullable String command(String prompt) throws IOException {
        if (session.terminal().isInteractive()) {
            if (typed == null) {
                typed = new TypedLines(session, new ShellHistory(history));
            }
            Optional<LineEditor.Typed> line = typed.read(prompt);
            if (line.isPresent()) {
                return line.get().line();
            }
        }
        return ask(prompt);
    }

    private @Nullable String ask(String question) throws IOException {
        session.console().print(question);
        session.console().flush();
        return input.readLine();
    }
}
