package dev.supervisord.config;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.LogLevel;
import dev.supervisord.model.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The simple types of values, with Supervisor's spellings in INI files. */
final class Types {
    static final ValueType<Boolean> BOOLEAN = new ValueType<>(
            "boolean",
            Types::booleanOf,
            value -> value instanceof RawValue.Flag flag
                    ? Parsed.good(flag.value())
                    : wrongType(value, "true or false without quotes"));

    static final ValueType<Integer> WHOLE = new ValueType<>("whole number", Types::wholeOf, value -> {
        if (value instanceof RawValue.Whole whole) {
            return asInt(whole.number());
        }
        return wrongType(value, "a whole number without quotes");
    });

    static final ValueType<Duration> SECONDS = new ValueType<>("seconds", Types::secondsOf, Types::secondsOfToml);

    static final ValueType<Long> BYTES = new ValueType<>("bytes", Types::bytesOf, value -> {
        if (value instanceof RawValue.Whole whole && whole.number() >= 0) {
            return Parsed.good(whole.number());
        }
        return value instanceof RawValue.Text text ? bytesOf(text.text()) : wrongType(value, "a size such as \"50MB\"");
    });

    static final ValueType<Integer> OCTAL = new ValueType<>("octal", Types::octalOf, value -> {
        if (value instanceof RawValue.Whole whole && whole.number() == 0) {
            return Parsed.good(0);
        }
        return value instanceof RawValue.Text text ? octalOf(text.text()) : wrongType(value, "octal digits in quotes");
    });

    static final ValueType<String> TEXT = new ValueType<>("text", Parsed::good, Types::textOfToml);

    /** A file or directory; what it is relative to is up to the reader of the key. */
    static final ValueType<String> PATH = new ValueType<>("path", Parsed::good, Types::textOfToml);

    /** A path, before which a minus sign says that there may be no such file. */
    static final ValueType<String> OPTIONAL_FILE = new ValueType<>("file", Parsed::good, Types::textOfToml);

    static final ValueType<String> LOG_FILE = new ValueType<>("log file", Parsed::good, Types::textOfToml);

    static final ValueType<String> USER = new ValueType<>(
            "user",
            Parsed::good,
            value -> value instanceof RawValue.Whole whole
                    ? Parsed.good(Long.toString(whole.number()))
                    : textOfToml(value));

    static final ValueType<Signal> SIGNAL = new ValueType<>("signal", Types::signalOf, value -> {
        if (value instanceof RawValue.Whole whole) {
            return signalOf(Long.toString(whole.number()));
        }
        return value instanceof RawValue.Text text
                ? signalOf(text.text())
                : wrongType(value, "a name such as \"TERM\"");
    });

    static final ValueType<AutoRestart> AUTO_RESTART = new ValueType<>("autorestart", Types::autoRestartOf, value -> {
        if (value instanceof RawValue.Flag flag) {
            return Parsed.good(flag.value() ? AutoRestart.ALWAYS : AutoRestart.NEVER);
        }
        return value instanceof RawValue.Text text && text.text().equals("unexpected")
                ? Parsed.good(AutoRestart.UNEXPECTED)
                : wrongType(value, "true, false or \"unexpected\"");
    });

    static final ValueType<Set<Integer>> EXIT_CODES =
            new ValueType<>("exit codes", Types::exitCodesOf, Types::exitCodesOfToml);

    static final ValueType<LogLevel> LEVEL = new ValueType<>(
            "log level", Types::levelOf, value -> textOfToml(value).then(Types::levelOf));

    /** A list with commas; an array in TOML. */
    static final ValueType<List<String>> COMMA_LIST = new ValueType<>("list", Types::commaListOf, Types::stringsOfToml);

    /** A list with blanks; an array in TOML. */
    static final ValueType<List<String>> BLANK_LIST = new ValueType<>(
            "list of globs",
            text -> Parsed.good(Arrays.stream(text.split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .toList()),
            Types::stringsOfToml);

    /** A list of names with commas or blanks; an array in TOML. */
    static final ValueType<List<String>> NAME_LIST = new ValueType<>(
            "list of names",
            text -> Parsed.good(Arrays.stream(text.split("[,\\s]+"))
                    .filter(word -> !word.isEmpty())
                    .toList()),
            Types::stringsOfToml);

    private Types() {}

    static <T> Parsed<T> wrongType(RawValue value, String wanted) {
        return Parsed.bad("the value is " + value.typeName() + " of the wrong kind", "write " + wanted);
    }

    static Parsed<String> textOfToml(RawValue value) {
        return value instanceof RawValue.Text text ? Parsed.good(text.text()) : wrongType(value, "text in quotes");
    }

    private static <T> Parsed<T> refuse(String text, String why, String advice) {
        return Parsed.bad(PythonText.quoteBriefly(text) + " " + why, advice);
    }

    private static Parsed<Boolean> booleanOf(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on", "1" -> Parsed.good(true);
            case "no", "false", "off", "0" -> Parsed.good(false);
            default -> refuse(text, "is not a valid boolean value", "write true or false");
        };
    }

    /** Supervisor's numbers have no end: one that is out of range, such as ever so many startretries, is the last in range. */
    private static Parsed<Integer> wholeOf(String text) {
        OptionalLong number = Numbers.whole(text);
        return number.isPresent()
                ? Parsed.good((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number.getAsLong())))
                : refuse(text, "is no whole number", "write digits only, such as 3");
    }

    private static Parsed<Integer> asInt(long number) {
        return number == (int) number
                ? Parsed.good((int) number)
                : refuse(Long.toString(number), "is too large", "write a number below 2147483648");
    }

    private static Parsed<Duration> secondsOf(String text) {
        OptionalLong number = Numbers.whole(text);
        if (number.isEmpty()) {
            return refuse(text, "is no whole number of seconds", "write digits only, such as 10");
        }
        return Parsed.good(Numbers.secondsInRange(number.getAsLong()));
    }

    private static Parsed<Duration> secondsOfToml(RawValue value) {
        Optional<Duration> span = Optional.empty();
        if (value instanceof RawValue.Whole whole) {
            span = Numbers.seconds(BigDecimal.valueOf(whole.number()));
        } else if (value instanceof RawValue.Decimal decimal) {
            span = Numbers.seconds(BigDecimal.valueOf(decimal.number()));
        } else if (value instanceof RawValue.Text text) {
            span = Numbers.span(text.text());
        } else {
            return wrongType(value, "a number of seconds");
        }
        return span.map(Parsed::good)
                .orElseGet(() -> Parsed.bad(
                        "the value is no span of time", "write a number of seconds such as 1.5, or \"1m30s\""));
    }

    private static Parsed<Long> bytesOf(String text) {
        OptionalLong bytes = Numbers.bytes(text);
        return bytes.isPresent()
                ? Parsed.good(Math.max(0, bytes.getAsLong()))
                : refuse(text, "is no number of bytes", "write digits and, if needed, KB, MB or GB, such as 50MB");
    }

    private static Parsed<Integer> octalOf(String text) {
        OptionalLong number = Numbers.octal(text);
        boolean fits = number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= 07777;
        return fits
                ? Parsed.good((int) number.getAsLong())
                : refuse(text, "can not be converted to an octal type", "write octal digits such as 022");
    }

    private static Parsed<Signal> signalOf(String text) {
        return Signal.parse(text)
                .map(Parsed::good)
                .orElseGet(() -> refuse(
                        text, "is not a valid signal name or number", "write a name such as TERM, INT, QUIT or HUP"));
    }

    private static Parsed<AutoRestart> autoRestartOf(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("unexpected")) {
            return Parsed.good(AutoRestart.UNEXPECTED);
        }
        return booleanOf(text) instanceof Parsed.Good<Boolean> good
                ? Parsed.good(good.value() ? AutoRestart.ALWAYS : AutoRestart.NEVER)
                : refuse(text, "is an invalid 'autorestart' value", "write true, false or unexpected");
    }

    private static Parsed<Set<Integer>> exitCodesOf(String text) {
        Set<Integer> codes = new TreeSet<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            OptionalLong code = Numbers.whole(word);
            if (code.isEmpty() || code.getAsLong() < 0 || code.getAsLong() > 255) {
                return refuse(
                        text,
                        "is not a valid list of exit codes",
                        "write numbers from 0 to 255 with commas, such as 0,2");
            }
            codes.add((int) code.getAsLong());
        }
        return Parsed.good(codes);
    }

    private static Parsed<Set<Integer>> exitCodesOfToml(RawValue value) {
        if (!(value instanceof RawValue.Items items)) {
            return value instanceof RawValue.Whole whole
                    ? exitCodesOf(Long.toString(whole.number()))
                    : wrongType(value, "an array of exit codes such as [0, 2]");
        }
        for (RawValue item : items.items()) {
            if (!(item instanceof RawValue.Whole)) {
                return wrongType(item, "an array of exit codes such as [0, 2]");
            }
        }
        return exitCodesOf(items.items().stream()
                .map(item -> Long.toString(((RawValue.Whole) item).number()))
                .collect(Collectors.joining(",")));
    }

    private static Parsed<LogLevel> levelOf(String text) {
        return LogLevel.parse(text)
                .map(Parsed::good)
                .orElseGet(() -> refuse(
                        text,
                        "is a bad logging level name",
                        "write one of "
                                + Arrays.stream(LogLevel.values())
                                        .map(level -> level.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static Parsed<List<String>> commaListOf(String text) {
        return Parsed.good(
                text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.split(",", -1))
                                .map(PythonText::strip)
                                .toList());
    }

    private static Parsed<List<String>> stringsOfToml(RawValue value) {
        boolean strings = value instanceof RawValue.Items items
                && items.items().stream().allMatch(item -> item instanceof RawValue.Text);
        return strings
                ? Parsed.good(
                        ((RawValue.Items) value).items().stream().map(textIn()).toList())
                : wrongType(value, "an array of strings such as [\"a\", \"b\"]");
    }

    private static Function<RawValue, String> textIn() {
        return item -> ((RawValue.Text) item).text();
    }
}
