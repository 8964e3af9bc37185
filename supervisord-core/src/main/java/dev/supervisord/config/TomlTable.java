package dev.supervisord.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of a TOML file with what is in it, in the order of the file.
 *
 * <p>How it came to be decides what may still be added (TOML 1.0, "Table"): see {@link Origin}.
 */
final class TomlTable {
    /** How a table came to be. */
    enum Origin {
        /** Only as the parent of another table's header; a header of its own may follow. */
        IMPLIED,
        /** By its own header. */
        HEADER,
        /** In braces; nothing can be added to it. */
        INLINE,
        /** By a dotted key; only further dotted keys of the same table may add to it. */
        DOTTED
    }

    /**
     * What stands under a key: a value or a table.
     *
     * @param content a {@link RawValue} or a {@link TomlTable}
     */
    record Item(int line, Object content) {}

    private Origin origin;
    private final Map<String, Item> items = new LinkedHashMap<>();

    TomlTable(Origin origin) {
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    void setOrigin(Origin origin) {
        this.origin = origin;
    }

    Map<String, Item> items() {
        return items;
    }

    /** The table as a value. */
    RawValue.Table toValue() {
        Map<String, RawValue> values = new LinkedHashMap<>();
        items.forEach((key, item) -> values.put(
                key, item.content() instanceof TomlTable table ? table.toValue() : (RawValue) item.content()));
        return new RawValue.Table(values);
    }
}
