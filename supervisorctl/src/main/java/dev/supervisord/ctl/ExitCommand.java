package dev.supervisord.ctl;

import java.util.List;

/** {@code exit} and {@code quit}: end the shell, which looks for these words itself; elsewhere they do nothing. */
final class ExitCommand implements Command {
    @Override
    public String help() {
        return """
                exit\t\t\tLeave the shell
                quit\t\t\tThe same""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return ExitCode.OK;
    }
}
