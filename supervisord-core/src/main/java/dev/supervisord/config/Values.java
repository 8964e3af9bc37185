package dev.supervisord.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one section with expansions made and types applied; what is wrong goes to {@link Problems}. */
final class Values {
    private final Section section;
    private final Names names;
    private final Problems problems;

    Values(Section section, Names names, Problems problems) {
        this.section = section;
        this.names = names;
        this.problems = problems;
    }

    Section section() {
        return section;
    }

    Names names() {
        return names;
    }

    /** The same section with other names. */
    Values with(Names others) {
        return new Values(section, others, problems);
    }

    /** What is written for a key. */
    Optional<Entry> entry(Key<?> key) {
        return section.entry(key.name());
    }

    /** The value that is written; empty when there is none or it was refused. */
    <T> Optional<T> find(Key<T> key) {
        Optional<Entry> entry = entry(key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        RawValue raw = entry.get().value();
        boolean plain = key.type().mayEndInPercent() && isPercentage(raw);
        Parsed<T> read = (plain ? Parsed.good(raw) : expand(entry.get(), raw))
                .then(value -> key.type().read(value, entry.get().syntax(), value != raw));
        if (read instanceof Parsed.Bad<T> bad) {
            problems.error(section, entry.get(), bad.what(), bad.advice());
            return Optional.empty();
        }
        return Optional.of(((Parsed.Good<T>) read).value());
    }

    /** The value that is written, or the default when there is none or it was refused. */
    <T> T get(Key<T> key) {
        return find(key).orElseGet(key::requireDefault);
    }

    /** Reports that the value of a key, or its absence, is an error. */
    void error(Key<?> key, String what, String advice) {
        entry(key)
                .ifPresentOrElse(
                        entry -> problems.error(section, entry, what, advice),
                        () -> problems.error(section, key.name(), what, advice));
    }

    /** Reports that the value of a key, or its absence, is doubtful. */
    void warn(Key<?> key, String what, String advice) {
        entry(key)
                .ifPresentOrElse(
                        entry -> problems.warn(section, entry, what, advice),
                        () -> problems.warn(section, key.name(), what, advice));
    }

    /** Whether the only percent sign is the last character. */
    private static boolean isPercentage(RawValue value) {
        return value instanceof RawValue.Text text
                && text.text().indexOf('%') == text.text().stripTrailing().length() - 1;
    }

    private Parsed<RawValue> expand(Entry entry, RawValue value) {
        if (value instanceof RawValue.Text text) {
            if (text.text().indexOf('%') < 0) {
                return Parsed.good(value);
            }
            Expander expander =
                    new Expander(names, entry.here(), (what, advice) -> problems.warn(section, entry, what, advice));
            return expander.expand(text.text()).map(RawValue.Text::new);
        } else if (value instanceof RawValue.Items items) {
            return expandItems(entry, items);
        } else if (value instanceof RawValue.Table table) {
            return expandTable(entry, table);
        }
        return Parsed.good(value);
    }

    private Parsed<RawValue> expandItems(Entry entry, RawValue.Items items) {
        List<RawValue> expanded = new ArrayList<>();
        for (RawValue item : items.items()) {
            Parsed<RawValue> one = expand(entry, item);
            if (!(one instanceof Parsed.Good<RawValue> good)) {
                return one;
            }
            expanded.add(good.value());
        }
        return Parsed.good(new RawValue.Items(expanded));
    }

    private Parsed<RawValue> expandTable(Entry entry, RawValue.Table table) {
        Map<String, RawValue> expanded = new LinkedHashMap<>();
        for (Map.Entry<String, RawValue> item : table.values().entrySet()) {
            Parsed<RawValue> one = expand(entry, item.getValue());
            if (!(one instanceof Parsed.Good<RawValue> good)) {
                return one;
            }
            expanded.put(item.getKey(), good.value());
        }
        return Parsed.good(new RawValue.Table(expanded));
    }
}
