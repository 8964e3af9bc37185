package dev.supervisord.ctl;

import java.util.List;

/** {@code logs}: lines of logs by time and by what they say, from rotated and compressed files too. */
final class LogsCommand implements Command {
    @Override
    public String help() {
        return """
                logs [-f] [-n <lines>] [--since <time>] [--until <time>] [--grep <regex>] [--json] <name>... [stdout|stderr]
                Ex:
                logs --since 10m <name>\t\tWhat a process wrote in the last ten minutes, both streams
                logs --since 18:00 --until 19:00 all
                logs --grep 'ERROR|FATAL' -n 20 <gname>:*
                logs -f --json all\t\tAn object per line, until Ctrl-C; goes on with the next daemon
                Times: 10m, 1h30m, 2d (ago), 18:00, 2026-11-21, 2026-11-21T18:00, 2026-11-21T18:00:00Z""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        LogsArguments arguments = LogsArguments.of(words);
        Console console = session.console();
        if (!arguments.wrong().isEmpty()) {
            console.line("Error: " + arguments.wrong());
            return ExitCode.ERROR;
        }
        if (arguments.request().getSelectorsCount() == 0) {
            return Dispatch.usage(this, "too few arguments", session, ExitCode.ERROR);
        }
        if (arguments.request().getFollow()) {
            session.terminal().endsWellOnInterrupt();
        }
        LineOutput output = arguments.json() ? new JsonLines(console) : new NamedLines(session);
        new LogsReading(session, arguments.request(), output).read();
        return ExitCode.OK;
    }
}
