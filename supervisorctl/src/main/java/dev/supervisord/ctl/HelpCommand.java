package dev.supervisord.ctl;

import java.util.List;

/** {@code help}: the commands, or one of them. */
final class HelpCommand implements Command {
    private static final String TITLE = "default commands (type help <topic>):";
    private static final int COLUMNS = 6;
    private static final int COLUMN_WIDTH = 12;

    @Override
    public String help() {
        return """
                help\t\t\tShow the commands
                help <command>\t\tShow how a command is used""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        Console console = session.console();
        if (words.isEmpty()) {
            console.line("");
            console.line(TITLE);
            console.line("=".repeat(TITLE.length()));
            printNames(console);
            console.line("");
            return ExitCode.OK;
        }
        for (String name : words) {
            Command command = Commands.named(name);
            console.line(command == null ? "*** No help on " + name : command.help());
        }
        return ExitCode.OK;
    }

    private static void printNames(Console console) {
        String[] names = Commands.NAMES;
        int rows = (names.length + COLUMNS - 1) / COLUMNS;
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int i = row; i < names.length; i += rows) {
                StatusTable.pad(line, names[i], COLUMN_WIDTH);
            }
            console.line(line.toString().stripTrailing());
        }
    }
}
