package dev.supervisord.config;

import java.util.Optional;
import java.util.Set;

/**
 * One key of the configuration: everything that is known about it, for both syntaxes and for the reference page.
 *
 * @param kinds the sections it may stand in
 * @param defaultText its default as it would be written in an INI file; empty: none
 * @param defaultValue the default as it is when {@code defaultText} has no expansions to make; empty: none
 * @param change what a new value needs to count
 * @param served whether this daemon acts upon it, or only checks it
 * @param doc one sentence or two, with units
 */
record Key<T>(
        String name,
        Set<Kind> kinds,
        ValueType<T> type,
        Optional<String> defaultText,
        Optional<T> defaultValue,
        Change change,
        boolean served,
        String doc) {

    /** A key without a default. */
    static <T> Key<T> optional(String name, Set<Kind> kinds, ValueType<T> type, Change change, String doc) {
        return new Key<>(name, kinds, type, Optional.empty(), Optional.empty(), change, true, doc);
    }

    /** A key with a default. */
    static <T> Key<T> withDefault(
            String name, Set<Kind> kinds, ValueType<T> type, String defaultText, Change change, String doc) {
        if (!(type.ofText().apply(defaultText) instanceof Parsed.Good<T> good)) {
            throw new IllegalArgumentException("the default of " + name + " is not of its type");
        }
        return new Key<>(name, kinds, type, Optional.of(defaultText), Optional.of(good.value()), change, true, doc);
    }

    /** The same key, known and checked, but without effect in this daemon. */
    Key<T> notServed() {
        return new Key<>(name, kinds, type, defaultText, defaultValue, change, false, doc);
    }

    /** The default of a key that has one. */
    T requireDefault() {
        return defaultValue.orElseThrow();
    }
}
