package dev.supervisord.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A signal by number, as {@code signal(7)} numbers them on Linux (x86-64 and AArch64 agree).
 *
 * <p>{@link #toString()} gives the name with its prefix, {@code SIGTERM}.
 */
public record Signal(int number) {

    private static final int FIRST_REALTIME = 34;
    private static final int LAST_REALTIME = 64;
    private static final String[] NAMES = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };
    private static final Map<String, Integer> ALIASES =
            new TreeMap<>(Map.of("CLD", 17, "POLL", 29, "IOT", 6, "RTMIN", FIRST_REALTIME, "RTMAX", LAST_REALTIME));

    public static final Signal HUP = new Signal(1);
    public static final Signal INT = new Signal(2);
    public static final Signal QUIT = new Signal(3);
    public static final Signal KILL = new Signal(9);
    public static final Signal USR1 = new Signal(10);
    public static final Signal USR2 = new Signal(12);
    public static final Signal TERM = new Signal(15);

    public Signal {
        if (number < 1 || number > LAST_REALTIME) {
            throw new IllegalArgumentException("no such signal: " + number);
        }
    }

    /** Reads {@code TERM}, {@code SIGTERM}, {@code sigterm} or {@code 15}; empty when there is no such signal. */
    public static Optional<Signal> parse(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return word.length() <= 2 ? ofNumber(Integer.parseInt(word)) : Optional.empty();
        }
        String name = word.startsWith("SIG") ? word.substring(3) : word;
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return Optional.of(new Signal(i + 1));
            }
        }
        return Optional.ofNullable(ALIASES.get(name)).map(Signal::new);
    }

    private static Optional<Signal> ofNumber(int number) {
        boolean named = number >= 1 && number <= NAMES.length;
        boolean realtime = number >= FIRST_REALTIME && number <= LAST_REALTIME;
        return named || realtime ? Optional.of(new Signal(number)) : Optional.empty();
    }

    /** Whether it has a name of its own, as the realtime signals do not. */
    public boolean isNamed() {
        return number <= NAMES.length;
    }

    /** By hand, like {@link #hashCode}, for the reason that {@link ProcessName} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Signal signal && signal.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        if (isNamed()) {
            return "SIG" + NAMES[number - 1];
        }
        return number == FIRST_REALTIME ? "SIGRTMIN" : "SIGRTMIN+" + (number - FIRST_REALTIME);
    }
}
