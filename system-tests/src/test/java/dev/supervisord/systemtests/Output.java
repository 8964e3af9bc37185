package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/**
 * What a program that ran to its end has left behind.
 *
 * @param command its command line, for messages
 * @param code its exit code
 */
record Output(String command, int code, String out, String err) {

    /** Fails the test unless the exit code is this one. */
    Output exits(int expected) {
        assertEquals(expected, code, this::toString);
        return this;
    }

    /** Fails the test unless standard output or standard error has each of the words a person needs to read. */
    Output mentions(String... words) {
        for (String word : words) {
            assertTrue(out.contains(word) || err.contains(word), () -> "'" + word + "' is missing in: " + this);
        }
        return this;
    }

    /** Fails the test unless standard output is exactly these lines. */
    Output prints(String... lines) {
        assertEquals(List.of(lines), out.lines().toList(), this::toString);
        return this;
    }

    @Override
    public String toString() {
        return command + "\nexit code " + code + "\n--- standard output\n" + out + "--- standard error\n" + err;
    }
}
