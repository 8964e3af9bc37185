package dev.supervisord.output;

import dev.supervisord.output.Sink.Line;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line as the system's loggers want it. Used by one thread.
 *
 * <p>For journald, its native protocol: fields, of which MESSAGE is given with its length, so that it may contain anything. For {@code
 * /dev/log}, what {@code syslog(3)} of the C library sends and every logger understands: RFC 3164 without a host name.
 */
final class SyslogMessage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final int INFO = 6;
    private static final int DAEMON = 3;

    private final Bytes out = new Bytes();
    private final String tag = "supervisord[" + ProcessHandle.current().pid() + "]: ";

    /** {@code <30>Nov 21 16:51:45 supervisord[4711]: NAME text}; valid until the next call. */
    Bytes forLogger(Line line) {
        out.clear();
        out.put("<" + (8 * DAEMON + INFO) + ">")
                .put(TIME.format(Instant.ofEpochMilli(line.millis()).atZone(ZoneId.systemDefault())))
                .put(" ")
                .put(tag)
                .put(utf8(line.stream().process().process()))
                .put(' ')
                .put(utf8(line.text().replace('\0', ' ')));
        return out;
    }

    /** Valid until the next call. */
    Bytes forJournald(Line line) {
        out.clear();
        out.put("PRIORITY=" + INFO + "\nSYSLOG_FACILITY=" + DAEMON + "\n");
        field("SYSLOG_IDENTIFIER", line.stream().process().process());
        field("SUPERVISORD_PROCESS", line.stream().process().toString());
        field("SUPERVISORD_STREAM", line.stream().channel().word());
        field("MESSAGE", line.text());
        return out;
    }

    /** Name, line feed, length as a little-endian number of 64 bits, value, line feed. */
    private void field(String name, String value) {
        byte[] bytes = utf8(value);
        out.put(name).put('\n');
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.put((int) ((long) bytes.length >>> shift));
        }
        out.put(bytes).put('\n');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
