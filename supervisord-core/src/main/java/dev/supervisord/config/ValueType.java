package dev.supervisord.config;

import java.util.function.Function;

/**
 * A type of value: how it is read from the text of an INI file and from TOML.
 *
 * @param words its name for the reference page
 * @param ofText reads the text of an INI file, expansions made
 * @param ofToml reads a TOML value, expansions made
 * @param mayEndInPercent whether a percent sign at its end is one, and no expansion that was not completed
 */
record ValueType<T>(
        String words,
        Function<String, Parsed<T>> ofText,
        Function<RawValue, Parsed<T>> ofToml,
        boolean mayEndInPercent) {

    /** A type for whose values a percent sign means nothing but an expansion. */
    ValueType(String words, Function<String, Parsed<T>> ofText, Function<RawValue, Parsed<T>> ofToml) {
        this(words, ofText, ofToml, false);
    }

    /**
     * Reads a value of a file.
     *
     * @param expanded whether expansions were made in it; a TOML string with an expansion may stand for a value of any type
     */
    Parsed<T> read(RawValue value, Syntax syntax, boolean expanded) {
        if (syntax == Syntax.INI) {
            return ofText.apply(((RawValue.Text) value).text());
        }
        Parsed<T> typed = ofToml.apply(value);
        if (typed instanceof Parsed.Bad<T> && expanded && value instanceof RawValue.Text text) {
            return ofText.apply(text.text());
        }
        return typed;
    }
}
