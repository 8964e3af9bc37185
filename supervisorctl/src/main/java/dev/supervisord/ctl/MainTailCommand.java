package dev.supervisord.ctl;

import dev.supervisord.v1.TailDaemonRequest;
import java.util.List;

/** {@code maintail}: the end of the daemon's own log, and with {@code -f} what follows. */
final class MainTailCommand implements Command {
    @Override
    public String help() {
        return """
                maintail [-f] [-<bytes>|-n <lines>]
                Ex:
                maintail -f\t\tFollow the daemon's log; Ctrl-C ends it
                maintail -100\t\tThe last 100 *bytes* of the daemon's log
                maintail\t\tThe last 1600 *bytes* of the daemon's log""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        TailArguments arguments = TailArguments.of(words);
        String wrong = arguments.wrong();
        if (wrong == null && !arguments.names().isEmpty()) {
            wrong = arguments.names().get(0);
        }
        if (wrong != null) {
            session.console().line("Error: bad argument " + wrong);
            return ExitCode.ERROR;
        }
        TailDaemonRequest.Builder request =
                TailDaemonRequest.newBuilder().setBytes(arguments.bytes()).setFollow(arguments.follow());
        if (arguments.lines() >= 0) {
            request.setLines(arguments.lines());
        }
        TailOutput output = new TailOutput(session);
        LogReading.Source source =
                cursor -> session.logs().tailDaemon(request.setCursor(cursor).build());
        if (arguments.follow()) {
            TailOutput.greet(session);
        }
        return arguments.follow() ? output.follow(source, "supervisord") : output.print(source, "supervisord");
    }
}
