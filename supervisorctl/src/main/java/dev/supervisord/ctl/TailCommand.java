package dev.supervisord.ctl;

import dev.supervisord.v1.Channel;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.TailRequest;
import io.grpc.StatusRuntimeException;
import java.util.List;

/** {@code tail}: the end of a process's log, or of several, and with {@code -f} what follows. */
final class TailCommand implements Command {
    @Override
    public String help() {
        return """
                tail [-f] [-<bytes>|-n <lines>] <name>... [stdout|stderr] (default stdout)
                Ex:
                tail -f <name>\t\tFollow the standard output of a process; Ctrl-C ends it
                tail -100 <name>\tThe last 100 *bytes* of its standard output
                tail -n 20 <name>\tThe last 20 lines
                tail <name> stderr\tThe last 1600 *bytes* of its standard error
                tail -f <gname>:* <name>\tSeveral logs, each line with its process before it; "web_0?" and "all" do as well""";
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
        Channel channel = names.size() == 1 ? Channel.CHANNEL_STDOUT : channel(names.get(names.size() - 1));
        if (channel == Channel.CHANNEL_UNSPECIFIED) {
            channel = Channel.CHANNEL_STDOUT;
        } else if (names.size() > 1) {
            names = names.subList(0, names.size() - 1);
        }
        for (String name : names.subList(1, names.size())) {
            if (channel(name) != Channel.CHANNEL_UNSPECIFIED) {
                return Dispatch.usage(this, "too many arguments", session, ExitCode.ERROR);
            }
        }
        TailRequest request = TailRequest.newBuilder()
                .setChannel(channel)
                .setFollow(arguments.follow())
                .build();
        if (arguments.follow()) {
            TailOutput.greet(session);
        }
        if (names.size() > 1) {
            return several(names, request, arguments, session);
        }
        try {
            return one(names.get(0), request, arguments, session);
        } catch (StatusRuntimeException e) {
            if (ErrorDetails.reason(e).equals(TailOutput.SEVERAL)) {
                return several(names, request, arguments, session);
            }
            throw e;
        }
    }

    private static ExitCode one(String name, TailRequest begin, TailArguments arguments, Session session) {
        TailRequest.Builder request = begin.toBuilder().setName(name);
        if (arguments.lines() >= 0) {
            request.setLines(arguments.lines());
        } else {
            request.setBytes(arguments.bytes());
        }
        TailOutput output = new TailOutput(session);
        LogReading.Source source =
                cursor -> session.logs().tail(request.setCursor(cursor).build());
        return arguments.follow() ? output.follow(source, name) : output.print(source, name);
    }

    private static ExitCode several(List<String> names, TailRequest begin, TailArguments arguments, Session session) {
        GetStatusRequest question =
                GetStatusRequest.newBuilder().addAllSelectors(names).build();
        GetStatusResponse there = session.soon(session.processes()).getStatus(question);
        for (OperationResult unknown : there.getUnknownList()) {
            String name = unknown.getName();
            if (names.size() == 2 && name.equals(names.get(1))) {
                return problem("bad channel '" + name + "'", session);
            }
            session.console().line(name + ": ERROR (no such process name)");
        }
        TailRequest.Builder request = begin.toBuilder();
        if (arguments.linesOfEach() >= 0) {
            request.setLines(arguments.linesOfEach());
        } else {
            request.setBytes(arguments.bytes());
        }
        List<String> processes = there.getProcessesList().stream()
                .map(StatusTable::name)
                .distinct()
                .toList();
        MergedTail tail = new MergedTail(session, request.build());
        ExitCode exitCode = arguments.follow() ? tail.follow(processes) : tail.print(processes);
        return there.getUnknownCount() > 0 ? ExitCode.ERROR : exitCode;
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
