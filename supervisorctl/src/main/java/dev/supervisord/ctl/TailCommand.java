package dev.supervisord.ctl;

import dev.supervisord.v1.Channel;
import dev.supervisord.v1.TailRequest;
import java.util.List;

/** {@code tail}: the end of a process's log, and with {@code -f} what follows. */
final class TailCommand implements Command {
    @Override
    public String help() {
        return """
                tail [-f] [-<bytes>] <name> [stdout|stderr] (default stdout)
                Ex:
                tail -f <name>\t\tFollow the standard output of a process; Ctrl-C ends it
                tail -100 <name>\tThe last 100 *bytes* of its standard output
                tail <name> stderr\tThe last 1600 *bytes* of its standard error""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        TailArguments arguments = TailArguments.of(words);
        List<String> names = arguments.names();
        if (arguments.wrong() != null) {
            return problem("bad argument " + arguments.wrong(), session);
        }
        if (names.isEmpty()) {
            return Dispatch.usage(this, "too few arguments", session, ExitCode.ERROR);
        }
        if (names.size() > 2) {
            return Dispatch.usage(this, "too many arguments", session, ExitCode.ERROR);
        }
        Channel channel = names.size() == 1 ? Channel.CHANNEL_STDOUT : channel(names.get(1));
        if (channel == Channel.CHANNEL_UNSPECIFIED) {
            return problem("bad channel '" + names.get(1) + "'", session);
        }
        String name = names.get(0);
        TailRequest request = TailRequest.newBuilder()
                .setName(name)
                .setChannel(channel)
                .setBytes(arguments.bytes())
                .setFollow(arguments.follow())
                .build();
        TailOutput output = new TailOutput(session);
        TailOutput.Source source = () -> session.logs().tail(request);
        return arguments.follow() ? output.follow(source, name) : output.print(source, name);
    }

    private static Channel channel(String word) {
        return switch (word) {
            case "stdout" -> Channel.CHANNEL_STDOUT;
            case "stderr" -> Channel.CHANNEL_STDERR;
            default -> Channel.CHANNEL_UNSPECIFIED;
        };
    }

    private static ExitCode problem(String text, Session session) {
        session.console().line("Error: " + text);
        return ExitCode.ERROR;
    }
}
