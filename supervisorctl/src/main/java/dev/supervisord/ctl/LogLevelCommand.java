package dev.supervisord.ctl;

import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.LogLevel;
import dev.supervisord.v1.SetLogLevelRequest;
import java.util.List;
import java.util.Locale;

/** {@code loglevel}: which lines the daemon's own log gets. */
final class LogLevelCommand implements Command {
    private static final String PREFIX = "LOG_LEVEL_";

    @Override
    public String help() {
        return """
                loglevel\t\tShow which lines the daemon's own log gets
                loglevel <level>\tSet that until the daemon ends or is upgraded: critical, error, warn, info, debug, trace, blather""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (words.isEmpty()) {
            LogLevel level = session.soon(session.daemon())
                    .getVersion(GetVersionRequest.getDefaultInstance())
                    .getLogLevel();
            session.console().line(word(level));
            return ExitCode.OK;
        }
        LogLevel wanted = level(words.get(0));
        if (words.size() > 1 || wanted == LogLevel.LOG_LEVEL_UNSPECIFIED) {
            return Dispatch.usage(this, "bad level " + String.join(" ", words), session, ExitCode.USAGE);
        }
        LogLevel previous = session.soon(session.daemon())
                .setLogLevel(SetLogLevelRequest.newBuilder().setLevel(wanted).build())
                .getPrevious();
        session.console().line("loglevel: " + word(wanted) + " (was " + word(previous) + ")");
        return ExitCode.OK;
    }

    private static LogLevel level(String word) {
        for (LogLevel level : LogLevel.values()) {
            if (word(level).equals(word.toLowerCase(Locale.ROOT))) {
                return level;
            }
        }
        return LogLevel.LOG_LEVEL_UNSPECIFIED;
    }

    private static String word(LogLevel level) {
        String name = level.name();
        return (name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name).toLowerCase(Locale.ROOT);
    }
}
