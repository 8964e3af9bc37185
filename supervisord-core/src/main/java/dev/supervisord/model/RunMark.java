package dev.supervisord.model;

import java.util.Optional;

/**
 * The mark of one run, which its processes carry in their environment as {@link #VARIABLE}: by it a daemon finds a program
 * whose start its predecessor did not live to record.
 *
 * <p>Written {@code generation.daemon.name@instance}; no two runs of a machine have the same.
 *
 * @param generation the run's number
 * @param daemon a word without dots for the daemon process that launched it
 * @param instance the runtime directory of that daemon and its successors
 */
public record RunMark(long generation, String daemon, ProcessName name, String instance) {

    /** The name of the variable. */
    public static final String VARIABLE = "SUPERVISORD_RUN";

    /** Reads a mark of this instance; empty when the text is none, or another instance's. */
    public static Optional<RunMark> parse(String text, String instance) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        String tail = "@" + instance;
        if (first < 1 || first > 18 || second < 0 || !text.endsWith(tail) || text.length() - tail.length() <= second) {
            return Optional.empty();
        }
        String number = text.substring(0, first);
        if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        ProcessName name = ProcessName.parse(text.substring(second + 1, text.length() - tail.length()));
        return Optional.of(new RunMark(Long.parseLong(number), text.substring(first + 1, second), name, instance));
    }

    @Override
    public String toString() {
        return generation + "." + daemon + "." + name + "@" + instance;
    }
}
