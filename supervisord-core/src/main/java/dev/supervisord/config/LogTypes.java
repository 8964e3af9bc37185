package dev.supervisord.config;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of the keys that say how logs are stored: words of a fixed list, and spans of time that have names. */
final class LogTypes {
    private static final Duration PERIOD_MIN = Duration.ofSeconds(1);

    static final ValueType<LogFormat> FORMAT = words("log format", LogFormat.values());
    static final ValueType<LogOptions.OnError> ON_ERROR = words("word", LogOptions.OnError.values());
    static final ValueType<Archive.Names> NAMES = words("word", Archive.Names.values());
    static final ValueType<Archive.Compression> COMPRESSION = words("word", Archive.Compression.values());

    /** Empty: never. */
    static final ValueType<Optional<Duration>> PERIOD = ofText("period", LogTypes::period);

    private LogTypes() {}

    private static <T> ValueType<T> ofText(String name, Function<String, Parsed<T>> ofText) {
        return new ValueType<>(name, ofText, value -> Types.textOfToml(value).then(ofText));
    }

    private static <E extends Enum<E>> ValueType<E> words(String name, E[] values) {
        String all = Arrays.stream(values).map(LogTypes::word).collect(Collectors.joining(", "));
        return ofText(name, text -> {
            for (E value : values) {
                if (word(value).equals(text.toLowerCase(Locale.ROOT))) {
                    return Parsed.good(value);
                }
            }
            return Parsed.bad(PythonText.quoteBriefly(text) + " is not known here", "write one of " + all);
        });
    }

    /** How a value is written. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Parsed<Optional<Duration>> period(String text) {
        Optional<Duration> span = switch (text.toLowerCase(Locale.ROOT)) {
            case "never" -> Optional.of(Duration.ZERO);
            case "hourly" -> Optional.of(Duration.ofHours(1));
            case "daily" -> Optional.of(Duration.ofDays(1));
            case "weekly" -> Optional.of(Duration.ofDays(7));
            default ->
                Numbers.span(text)
                        .filter(length -> length.compareTo(PERIOD_MIN) >= 0)
                        .map(length -> Duration.ofSeconds(length.toSeconds()));
        };
        return span.map(length -> Parsed.good(length.isZero() ? Optional.<Duration>empty() : Optional.of(length)))
                .orElseGet(() -> Parsed.bad(
                        PythonText.quoteBriefly(text) + " is no period of rotation",
                        "write never, hourly, daily, weekly or a span of at least a second such as 1h or 30m"));
    }

    /** How a period is written. */
    static String period(Optional<Duration> period) {
        if (period.isEmpty()) {
            return "never";
        }
        return switch ((int) Math.min(period.get().toHours(), 169)) {
            case 1 -> named(period.get(), Duration.ofHours(1), "hourly");
            case 24 -> named(period.get(), Duration.ofDays(1), "daily");
            case 168 -> named(period.get(), Duration.ofDays(7), "weekly");
            default -> period.get().toSeconds() + "s";
        };
    }

    private static String named(Duration period, Duration exact, String name) {
        return period.equals(exact) ? name : period.toSeconds() + "s";
    }
}
