package dev.supervisord.config;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.BackoffPolicy;
import dev.supervisord.model.Command;
import dev.supervisord.model.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the text of an INI value as TOML of the same meaning.
 *
 * <p>A value with an expansion stays text, whatever its type: TOML reads such text as INI does once the expansion is made.
 */
final class ConvertedValue {
    private final ConvertedPath paths;

    ConvertedValue(ConvertedPath paths) {
        this.paths = paths;
    }

    <T> Converted convert(Key<T> key, String text) {
        ValueType<T> type = key.type();
        if (type.equals(Types.PATH) || type.equals(Types.LOG_FILE)) {
            return paths.convert(key, text, "");
        }
        if (type.equals(Types.OPTIONAL_FILE) && text.startsWith("-")) {
            return paths.convert(key, text.substring(1), "-");
        } else if (type.equals(Types.OPTIONAL_FILE)) {
            return paths.convert(key, text, "");
        }
        boolean expands = text.indexOf('%') >= 0;
        if (type.equals(ProgramTypes.ENVIRONMENT)) {
            return environment(text, expands);
        }
        if (type.equals(ProgramTypes.COMMAND)) {
            return command(text, expands);
        }
        if (expands) {
            return Converted.same(TomlText.string(text));
        }
        Parsed<T> parsed = type.ofText().apply(text);
        if (parsed instanceof Parsed.Bad<T> bad) {
            return Converted.lost(TomlText.string(text), bad.what(), bad.advice());
        }
        if (type.equals(StopSignals.TYPE) && text.indexOf(',') >= 0) {
            return Converted.same(TomlText.array(Arrays.stream(text.split(",", -1))
                    .map(word -> TomlText.string(PythonText.strip(word)))
                    .toList()));
        }
        return type.equals(Types.OCTAL) || type.equals(StopSignals.TYPE)
                ? Converted.same(TomlText.string(text))
                : typed(((Parsed.Good<T>) parsed).value(), text);
    }

    private static Converted typed(Object value, String text) {
        if (value instanceof Boolean || value instanceof Integer) {
            return Converted.same(value.toString());
        }
        if (value instanceof Long bytes) {
            boolean plain = Numbers.whole(text).isPresent();
            return Converted.same(plain ? Long.toString(bytes) : TomlText.string(text));
        }
        if (value instanceof Limits limits) {
            return Converted.same(ShownLaunch.limits(limits));
        }
        if (value instanceof Duration span) {
            return Converted.same(ShownValues.seconds(span));
        }
        if (value instanceof AutoRestart mode) {
            return Converted.same(mode == AutoRestart.UNEXPECTED ? TomlText.string(mode.word()) : mode.word());
        }
        if (value instanceof BackoffPolicy backoff) {
            return Converted.same(BackoffParts.toml(backoff));
        }
        if (value instanceof Set<?> codes) {
            return Converted.same(
                    TomlText.array(codes.stream().map(String::valueOf).toList()));
        }
        if (value instanceof List<?> words) {
            return Converted.same(TomlText.array(
                    words.stream().map(word -> TomlText.string((String) word)).toList()));
        }
        return Converted.same(TomlText.string(text));
    }

    private static Converted command(String text, boolean expands) {
        // A single quote at its very end can be written only where a line break follows,
        // which means nothing to a command.
        boolean quoteAtEnd = text.endsWith("'") && text.indexOf('\\') >= 0;
        String toml = TomlText.string(quoteAtEnd ? text + '\n' : text);
        return !expands && CommandWords.split(text) instanceof Command.Malformed malformed
                ? Converted.lost(
                        toml,
                        malformed.reason() + "; such a command fails at each start, and in TOML it is an error",
                        "correct the command")
                : Converted.same(toml);
    }

    private static Converted environment(String text, boolean expands) {
        Parsed<Map<String, String>> parsed = expands ? PairList.parseTemplate(text) : PairList.parse(text);
        boolean named = parsed instanceof Parsed.Good<Map<String, String>> good
                && good.value().keySet().stream().noneMatch(name -> name.indexOf('%') >= 0);
        if (!named) {
            return parsed instanceof Parsed.Bad<Map<String, String>> bad && !expands
                    ? Converted.lost(TomlText.string(text), bad.what(), bad.advice())
                    : Converted.same(TomlText.string(text));
        }
        List<String> pairs = new ArrayList<>();
        ((Parsed.Good<Map<String, String>>) parsed)
                .value()
                .forEach((name, value) -> pairs.add(TomlText.key(name) + " = " + TomlText.string(value)));
        return Converted.same(TomlText.table(pairs));
    }
}
