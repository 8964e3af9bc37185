package dev.supervisord.config;

import dev.supervisord.model.LogLevel;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.model.Signal;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Values of the plan as TOML: what is written is read back as the same value. */
final class ShownValues {
    private ShownValues() {}

    static String seconds(Duration span) {
        BigDecimal seconds = BigDecimal.valueOf(span.toNanos(), 9).stripTrailingZeros();
        return seconds.scale() <= 0 ? seconds.setScale(0).toPlainString() : seconds.toPlainString();
    }

    static String octal(int bits) {
        return String.format(Locale.ROOT, "\"%03o\"", bits);
    }

    static String signal(Signal signal) {
        return signal.isNamed()
                ? TomlText.string(signal.toString().substring("SIG".length()))
                : Integer.toString(signal.number());
    }

    static String codes(Set<Integer> codes) {
        return TomlText.array(new TreeSet<>(codes).stream().map(String::valueOf).toList());
    }

    static String level(LogLevel level) {
        return TomlText.string(level.name().toLowerCase(Locale.ROOT));
    }

    static String path(Path path) {
        return TomlText.literal(path.toString());
    }

    static String target(Target target) {
        if (target instanceof Target.File file) {
            return path(file.path());
        }
        return target instanceof Target.Auto ? "\"AUTO\"" : "\"NONE\"";
    }

    static String environment(Map<String, String> variables) {
        List<String> pairs = new TreeMap<>(variables)
                .entrySet().stream()
                        .map(pair -> TomlText.key(pair.getKey()) + " = " + TomlText.literal(pair.getValue()))
                        .toList();
        return TomlText.table(pairs);
    }
}
