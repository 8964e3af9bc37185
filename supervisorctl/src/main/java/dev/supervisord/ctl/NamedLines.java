package dev.supervisord.ctl;

import com.google.protobuf.Timestamp;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Lines for people: time, process and stream, and then the bytes as they were written. */
final class NamedLines implements LineOutput {
    private final Session session;

    /** The number of each process, which gives its colour. */
    private final Map<String, Integer> processes = new HashMap<>();

    NamedLines(Session session) {
        this.session = session;
    }

    @Override
    public void line(LogLine line) {
        int number = processes.computeIfAbsent(line.getName(), name -> processes.size());
        String time = line.hasTime() ? time(line.getTime()) + " " : "";
        String stream = line.getChannel() == Channel.CHANNEL_STDERR ? " (stderr) | " : " | ";
        Colours colours = new Colours(session.terminal().takesColour());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(time.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(colours.coloured(line.getName() + stream, number));
        byte[] text = line.getText().toByteArray();
        bytes.writeBytes(text);
        bytes.writeBytes(colours.end(text));
        bytes.write('\n');
        session.console().bytes(bytes.toByteArray());
    }

    /** Of the same length for each line, so that they can be sorted as text. */
    private static String time(Timestamp time) {
        String text = Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
        return text.indexOf('.') < 0 ? text.replace("Z", ".000Z") : text;
    }
}
