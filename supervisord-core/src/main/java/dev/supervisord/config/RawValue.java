package dev.supervisord.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as it stands in a file, before anybody knows what it means. */
sealed interface RawValue {

    /** Text: every value of an INI file, and strings of TOML. */
    record Text(String text) implements RawValue {}

    /** A TOML integer. */
    record Whole(long number) implements RawValue {}

    /** A TOML float. */
    record Decimal(double number) implements RawValue {}

    /** A TOML boolean. */
    record Flag(boolean value) implements RawValue {}

    /** A TOML array. */
    record Items(List<RawValue> items) implements RawValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A TOML table inside a section, in the order of its keys. */
    record Table(Map<String, RawValue> values) implements RawValue {
        public Table {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** What a person calls the type of this value. */
    default String typeName() {
        if (this instanceof Text) {
            return "a string";
        } else if (this instanceof Whole) {
            return "a whole number";
        } else if (this instanceof Decimal) {
            return "a number with a decimal point";
        } else if (this instanceof Flag) {
            return "true or false";
        } else if (this instanceof Items) {
            return "an array";
        }
        return "a table";
    }
}
