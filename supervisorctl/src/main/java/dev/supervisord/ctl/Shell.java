package dev.supervisord.ctl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads commands from standard input, a line each, until {@code exit}, {@code quit} or its end. */
final class Shell {
    private static final Set<String> ENDS = Set.of("exit", "quit", "EOF");

    private final Session session;
    private final BufferedReader input;

    Shell(Session session) {
        this.session = session;
        this.input = new BufferedReader(new InputStreamReader(session.terminal().input(), StandardCharsets.UTF_8));
    }

    /** Shows the status, then serves the user. Always ends well: each command has said itself how it went. */
    ExitCode run() throws IOException {
        run(List.of("status"));
        while (!session.console().isClosed()) {
            String line = ask(session.server().prompt() + "> ");
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

    private @Nullable String ask(String question) throws IOException {
        session.console().print(question);
        session.console().flush();
        return input.readLine();
    }
}
