package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about the command line is what the commands say of themselves; {@code -Dupdate=docs} writes it anew. */
class CommandLinePageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "cli.md");
    private static final String HEAD = """
            # The command line

            <!-- Written by CommandLinePageTest from what the commands say of themselves: mvn -q -pl supervisorctl -am test -Dupdate=docs -->

            `supervisorctl` (short: `ctl`) has the commands of Supervisor's with their words and exit codes, and more. `ctl help COMMAND` says the
            same as this page. Names are processes (`web:web_00`), programs and groups (`web`, `web:*`), globs (`web*`) or `all`.

            ```
            %s
            ```

            Colours and pictures that change are for terminals only; `NO_COLOR` turns colours off. What fails is told
            on standard output in Supervisor's words, where it has some, and what to do about it in a line on standard error. With `--json`
            there is nothing but JSON on standard output.

            ## Exit codes

            | code | when |
            |---|---|
            | 0 | done |
            | 1 | an error; for `start`, `stop` and others: of one process at least |
            | 2 | a wrong use of the command, or no such group |
            | 3 | `status`: a process is not up |
            | 4 | `status`, `why`, `describe`, `top`, `wait`: no such process; `status`: no daemon; permission denied; nobody listens at a socket or port |
            | 5 | `wait`: it took too long |
            | 7 | a process does not run, or could not be started; no socket of a daemon |

            ## Commands
            """;

    private static String page() {
        StringBuilder page = new StringBuilder(HEAD.formatted(Options.HELP));
        for (String name : Commands.NAMES) {
            Command command = Objects.requireNonNull(Commands.named(name), name);
            page.append("\n### ")
                    .append(name)
                    .append("\n\n```\n")
                    .append(columns(command.help()))
                    .append("\n```\n");
        }
        return page.toString();
    }

    /** With blanks for the tabs that a terminal knows how to show; the second column begins at 32. */
    private static String columns(String help) {
        return help.lines()
                .map(line -> {
                    String[] parts = line.split("\t+", 2);
                    if (parts.length == 1) {
                        return line;
                    }
                    StringBuilder padded = new StringBuilder();
                    StatusTable.pad(padded, parts[0], 32);
                    return (parts[0].length() > 31 ? parts[0] + "  " : padded) + parts[1];
                })
                .collect(Collectors.joining("\n"));
    }

    @Test
    void thePageIsWhatTheCommandsSay() throws IOException {
        String page = page();
        if (System.getProperty("update", "").equals("docs")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "run the tests with -Dupdate=docs");
    }
}
