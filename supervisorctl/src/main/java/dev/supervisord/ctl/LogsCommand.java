package dev.supervisord.ctl;

import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogLine;
import dev.supervisord.v1.LogsResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code logs}: lines of logs by time and by what they say, from rotated and compressed files too. */
final class LogsCommand implements Command {
    private static final int[] COLOURS = {36, 33, 32, 35, 34, 31};

    /** The number of each process, which gives its colour. */
    private final Map<String, Integer> processes = new LinkedHashMap<>();

    @Override
    public String help() {
        return """
                logs [-f] [-n <lines>] [--since <time>] [--until <time>] [--grep <regex>] [--json] <name>... [stdout|stderr]
                Ex:
                logs --since 10m <name>\t\tWhat a process wrote in the last ten minutes, both streams
                logs --since 18:00 --until 19:00 all
                logs --grep 'ERROR|FATAL' -n 20 <gname>:*
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
        Iterator<LogsResponse> responses = session.logs().logs(arguments.request());
        while (!console.isClosed() && responses.hasNext()) {
            LogsResponse response = responses.next();
            response.getNoticesList().forEach(notice -> console.error("... " + notice + " ..."));
            for (LogLine line : response.getLinesList()) {
                if (arguments.json()) {
                    console.line(JsonText.line(line));
                } else {
                    print(line, session);
                }
            }
            console.flush();
        }
        return ExitCode.OK;
    }

    private void print(LogLine line, Session session) {
        int number = processes.computeIfAbsent(line.getName(), name -> processes.size());
        String colour = session.terminal().takesColour() ? "\u001b[" + COLOURS[number % COLOURS.length] + "m" : "";
        String time = line.hasTime()
                ? Instant.ofEpochSecond(
                                line.getTime().getSeconds(), line.getTime().getNanos()) + " "
                : "";
        String stream = line.getChannel() == Channel.CHANNEL_STDERR ? " (stderr) | " : " | ";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((time + colour + line.getName() + stream + (colour.isEmpty() ? "" : "\u001b[0m"))
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(line.getText().toByteArray());
        bytes.write('\n');
        session.console().bytes(bytes.toByteArray());
    }
}
