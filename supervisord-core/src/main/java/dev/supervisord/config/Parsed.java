package dev.supervisord.config;

import java.util.function.Function;

/** A value that was read from text, or why the text was refused. */
sealed interface Parsed<T> {

    /** The value. */
    record Good<T>(T value) implements Parsed<T> {}

    /**
     * A refusal.
     *
     * @param what what is wrong, for {@link Problem#what()}
     * @param advice what to write instead, may be empty
     */
    record Bad<T>(String what, String advice) implements Parsed<T> {}

    static <T> Parsed<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Parsed<T> bad(String what, String advice) {
        return new Bad<>(what, advice);
    }

    default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
        if (this instanceof Bad<T> bad) {
            return new Bad<>(bad.what, bad.advice);
        }
        return next.apply(((Good<T>) this).value);
    }

    default <U> Parsed<U> map(Function<T, U> change) {
        return then(value -> good(change.apply(value)));
    }
}
