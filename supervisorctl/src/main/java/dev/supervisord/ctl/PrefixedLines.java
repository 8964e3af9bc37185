package dev.supervisord.ctl;

import java.io.ByteArrayOutputStream;

/**
 * Prints what one process writes line by line, each with the process's name before it, so that lines of several processes can be
 * told apart and are never mixed. One thread uses it, together with others on the same console.
 */
final class PrefixedLines implements LogReading.Sink {
    /** What is longer is printed in parts, each as a line. */
    private static final int LINE_BYTES_MAX = 64 * 1024;

    private final Console console;
    private final byte[] prefix;
    private final Colours colours;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private PrefixedLines(Console console, byte[] prefix, Colours colours) {
        this.console = console;
        this.prefix = prefix;
        this.colours = colours;
    }

    /**
     * @param width of the names, so that lines are below each other
     * @param number tells the colour
     */
    static PrefixedLines of(String name, int width, int number, Session session) {
        String text = name + " ".repeat(Math.max(0, width - name.length())) + " | ";
        Colours colours = new Colours(session.terminal().takesColour());
        return new PrefixedLines(session.console(), colours.coloured(text, number), colours);
    }

    @Override
    public void bytes(byte[] bytes) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.length + prefix.length);
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n' || line.size() + at + 1 - from == LINE_BYTES_MAX) {
                int length = bytes[at] == '\n' ? at - from : at + 1 - from;
                line.write(bytes, from, length);
                end(whole);
                from = at + 1;
            }
        }
        line.write(bytes, from, bytes.length - from);
        print(whole);
    }

    /** Nothing follows: what there is of a line is one. */
    void end() {
        if (line.size() > 0) {
            ByteArrayOutputStream last = new ByteArrayOutputStream();
            end(last);
            print(last);
        }
    }

    private void end(ByteArrayOutputStream whole) {
        whole.writeBytes(prefix);
        byte[] text = line.toByteArray();
        whole.writeBytes(text);
        whole.writeBytes(colours.end(text));
        whole.write('\n');
        line.reset();
    }

    private void print(ByteArrayOutputStream lines) {
        if (lines.size() > 0) {
            synchronized (console) {
                console.bytes(lines.toByteArray());
            }
        }
    }
}
