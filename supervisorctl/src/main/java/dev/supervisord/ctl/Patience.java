package dev.supervisord.ctl;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long a command waits, as the user wrote it: "30s", "500ms", "2m", "1h", or a number of seconds. */
record Patience(String text, long nanos) {
    private static final int DIGITS_MAX = 9;

    /** A year and more: as long as it takes. */
    static final Patience UNLIMITED = new Patience("", TimeUnit.DAYS.toNanos(10_000));

    /** Empty when the text is no time. */
    static Optional<Patience> parse(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end == 0 || end > DIGITS_MAX) {
            return Optional.empty();
        }
        long number = Long.parseLong(text.substring(0, end));
        return switch (text.substring(end)) {
            case "ms" -> Optional.of(new Patience(text, TimeUnit.MILLISECONDS.toNanos(number)));
            case "" -> Optional.of(new Patience(text + "s", TimeUnit.SECONDS.toNanos(number)));
            case "s" -> Optional.of(new Patience(text, TimeUnit.SECONDS.toNanos(number)));
            case "m" -> Optional.of(new Patience(text, TimeUnit.MINUTES.toNanos(number)));
            case "h" -> Optional.of(new Patience(text, TimeUnit.HOURS.toNanos(number)));
            default -> Optional.empty();
        };
    }
}
