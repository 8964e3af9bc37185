package dev.supervisord.output;

import dev.supervisord.output.Sink.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line as the system's loggers want it. Used by one thread.
 *
 * <p>For journald, its native protocol: fields, of which MESSAGE is given with its length, so that it may contain anything. For {@code
 * /dev/log}, what {@code syslog(3)} of the C library sends and every logger understands: RFC 3164 without a host name. For a socket that
 * somebody has configured, RFC 5424, which loggers do not expect at {@code /dev/log}.
 */
final class SyslogMessage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final int INFO = 6;
    private static final int DAEMON = 3;

    /** RFC 5424, 6. */
    private static final int HOST_LENGTH_MAX = 255;

    private static final int APP_NAME_LENGTH_MAX = 48;

    /** What the reader of a socket understands. */
    enum Form {
        JOURNALD,
        LOGGER,
        RFC_5424
    }

    private final Bytes out = new Bytes();
    private final Stamp stamp = new Stamp();
    private final String host = hostName();
    private final String tag = "supervisord[" + ProcessHandle.current().pid() + "]: ";

    private static String hostName() {
        try {
            return word(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(), HOST_LENGTH_MAX);
        } catch (IOException e) {
            // Not in this container: RFC 5424 has a word for that.
            return "-";
        }
    }

    /** A word as RFC 5424 allows it in its header: printable ASCII, of limited length, and never empty. */
    private static String word(String text, int lengthMax) {
        String printable = text.replaceAll("[^!-~]", "_");
        return printable.isEmpty() ? "-" : printable.substring(0, Math.min(printable.length(), lengthMax));
    }

    /** Valid until the next call. */
    Bytes of(Line line, Form form) {
        out.clear();
        switch (form) {
            case JOURNALD -> forJournald(line);
            case LOGGER -> forLogger(line);
            case RFC_5424 -> asRfc5424(line);
        }
        return out;
    }

    /**
     * {@code <30>1 2026-11-21T16:51:45.123Z HOST GROUP:NAME - stdout [origin software="supervisord"] text}. Which process id a line
     * comes from is not known; the text has no byte order mark, because readers show it.
     */
    private void asRfc5424(Line line) {
        out.put("<" + (8 * DAEMON + INFO) + ">1 ")
                .put(stamp.of(line.millis()))
                .put(" " + host + " ")
                .put(word(line.stream().process().toString(), APP_NAME_LENGTH_MAX))
                .put(" - ")
                .put(line.stream().channel().word())
                .put(" [origin software=\"supervisord\"] ")
                .put(text(line));
    }

    private static byte[] text(Line line) {
        return utf8(line.text().replace('\0', ' '));
    }

    /** {@code <30>Nov 21 16:51:45 supervisord[4711]: NAME text}. */
    private void forLogger(Line line) {
        out.put("<" + (8 * DAEMON + INFO) + ">")
                .put(TIME.format(Instant.ofEpochMilli(line.millis()).atZone(ZoneId.systemDefault())))
                .put(" ")
                .put(tag)
                .put(utf8(line.stream().process().process()))
                .put(' ')
                .put(text(line));
    }

    private void forJournald(Line line) {
        out.put("PRIORITY=" + INFO + "\nSYSLOG_FACILITY=" + DAEMON + "\n");
        field("SYSLOG_IDENTIFIER", line.stream().process().process());
        field("SUPERVISORD_PROCESS", line.stream().process().toString());
        field("SUPERVISORD_STREAM", line.stream().channel().word());
        field("MESSAGE", line.text());
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
