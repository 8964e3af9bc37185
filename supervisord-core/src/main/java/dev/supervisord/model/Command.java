package dev.supervisord.model;

import java.util.List;

/** The command of a program, already split into words. */
public sealed interface Command {

    /** The words to execute; never empty. A first word without a slash is searched in PATH at every launch. */
    record Words(List<String> argv) implements Command {
        public Words {
            argv = List.copyOf(argv);
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("a command needs at least one word");
            }
        }
    }

    /**
     * Text that is no command. Supervisor accepts it when it reads its file and fails each start, so we do in INI files.
     *
     * @param reason {@code can't parse command '…': No closing quotation} or {@code command is empty}
     */
    record Malformed(String text, String reason) implements Command {}
}
