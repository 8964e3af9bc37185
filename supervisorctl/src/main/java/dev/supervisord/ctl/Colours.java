package dev.supervisord.ctl;

import java.nio.charset.StandardCharsets;

/**
 * The colours of processes' names before their lines.
 *
 * @param on standard output is a terminal that wants colours; else nothing is added to what processes wrote
 */
record Colours(boolean on) {
    private static final int[] CODES = {36, 33, 32, 35, 34, 31};
    private static final byte ESCAPE = 0x1b;
    private static final byte[] NOTHING = {};
    private static final String RESET = "\u001b[0m";

    /** @param number of the process, which tells the colour */
    byte[] coloured(String name, int number) {
        String text = on ? "\u001b[" + CODES[number % CODES.length] + "m" + name + RESET : name;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What ends a line: a colour that it has begun and not ended does not reach the next, which is of another process. */
    byte[] end(byte[] line) {
        if (on) {
            for (byte unit : line) {
                if (unit == ESCAPE) {
                    return RESET.getBytes(StandardCharsets.US_ASCII);
                }
            }
        }
        return NOTHING;
    }
}
