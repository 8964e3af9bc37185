package dev.supervisord.config;

import dev.supervisord.model.BackoffPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The value of {@code backoff}: its parts in an inline table, or in an INI file as {@code initial=1s,factor=2,max=60s}. A part
 * that is not written has its default.
 */
final class BackoffParts {
    private static final String EXAMPLE = "initial = \"1s\", factor = 2, max = \"60s\"";

    static final ValueType<BackoffPolicy> TYPE = new ValueType<>(
            "backoff",
            text -> PairList.parse(text).then(BackoffParts::ofTexts),
            value -> value instanceof RawValue.Table table
                    ? ofTable(table)
                    : Types.wrongType(value, "a table, { " + EXAMPLE + " }"));

    private static final String INITIAL = "initial";
    private static final String FACTOR = "factor";
    private static final String MAX = "max";
    private static final String JITTER = "jitter";
    private static final String RESET = "reset";
    private static final List<String> NAMES = List.of(INITIAL, FACTOR, MAX, JITTER, RESET);
    private static final Map<String, String> DEFAULTS =
            Map.of(INITIAL, "1s", FACTOR, "2", MAX, "60s", JITTER, "0.1", RESET, "10s");

    private static final Duration INITIAL_MIN = Duration.ofMillis(100);
    private static final double FACTOR_MAX = 100;
    private static final int DIGITS_MAX = 12;

    private BackoffParts() {}

    private static Parsed<BackoffPolicy> ofTable(RawValue.Table table) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, RawValue> part : table.values().entrySet()) {
            RawValue value = part.getValue();
            if (value instanceof RawValue.Text text) {
                texts.put(part.getKey(), text.text());
            } else if (value instanceof RawValue.Whole whole) {
                texts.put(part.getKey(), Long.toString(whole.number()));
            } else if (value instanceof RawValue.Decimal decimal) {
                texts.put(part.getKey(), BigDecimal.valueOf(decimal.number()).toPlainString());
            } else {
                return Parsed.bad(
                        "the value of " + part.getKey() + " is " + value.typeName(),
                        "write a number, or a span of time such as \"1s\"");
            }
        }
        return ofTexts(texts);
    }

    private static Parsed<BackoffPolicy> ofTexts(Map<String, String> parts) {
        for (String name : parts.keySet()) {
            if (!NAMES.contains(name)) {
                return Parsed.bad(
                        "backoff has no part " + PythonText.quoteBriefly(name),
                        NearName.of(name, NAMES)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("its parts are " + String.join(", ", NAMES)));
            }
        }
        if (parts.isEmpty()) {
            return Parsed.bad("backoff has no parts", "write for instance " + EXAMPLE);
        }
        return span(parts, INITIAL)
                .then(initial -> span(parts, MAX)
                        .then(max -> span(parts, RESET)
                                .then(reset -> number(parts, FACTOR)
                                        .then(factor -> number(parts, JITTER)
                                                .then(jitter -> checked(
                                                        new BackoffPolicy(initial, factor, max, jitter, reset)))))));
    }

    private static Parsed<BackoffPolicy> checked(BackoffPolicy policy) {
        if (policy.initial().compareTo(INITIAL_MIN) < 0) {
            return Parsed.bad("initial is less than 100 ms", "write a longer time, such as 1s");
        }
        if (policy.max().compareTo(policy.initial()) < 0) {
            return Parsed.bad("max is less than initial", "write a max of at least " + seconds(policy.initial()));
        }
        if (policy.factor() < 1 || policy.factor() > FACTOR_MAX) {
            return Parsed.bad("factor is not between 1 and 100", "write 2, by which each pause is twice the last");
        }
        return policy.jitter() > 1
                ? Parsed.bad("jitter is not between 0 and 1", "write 0.1 for a tenth more or less")
                : Parsed.good(policy);
    }

    private static Parsed<Duration> span(Map<String, String> parts, String name) {
        String text = PythonText.strip(written(parts, name));
        return Numbers.span(text)
                .map(Parsed::good)
                .orElseGet(() -> Parsed.bad(
                        "the value of " + name + ", " + PythonText.quoteBriefly(text) + ", is no span of time",
                        "write a number of seconds such as 1.5, or 1m30s"));
    }

    private static Parsed<Double> number(Map<String, String> parts, String name) {
        String text = PythonText.strip(written(parts, name));
        boolean decimal = text.length() <= DIGITS_MAX && text.matches("[0-9]+(\\.[0-9]+)?");
        return decimal
                ? Parsed.good(Double.parseDouble(text))
                : Parsed.bad(
                        "the value of " + name + ", " + PythonText.quoteBriefly(text) + ", is no number",
                        "write a number such as " + DEFAULTS.get(name));
    }

    private static String written(Map<String, String> parts, String name) {
        return Optional.ofNullable(parts.get(name)).orElseGet(() -> DEFAULTS.getOrDefault(name, ""));
    }

    private static String seconds(Duration span) {
        return ShownValues.seconds(span) + "s";
    }

    /** As TOML, with all parts. */
    static String toml(BackoffPolicy policy) {
        Map<String, String> parts = Map.of(
                INITIAL, TomlText.string(seconds(policy.initial())),
                FACTOR, number(policy.factor()),
                MAX, TomlText.string(seconds(policy.max())),
                JITTER, number(policy.jitter()),
                RESET, TomlText.string(seconds(policy.reset())));
        return TomlText.table(
                NAMES.stream().map(name -> name + " = " + parts.get(name)).collect(Collectors.toList()));
    }

    private static String number(double number) {
        BigDecimal plain = BigDecimal.valueOf(number).stripTrailingZeros();
        return plain.scale() <= 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
    }
}
