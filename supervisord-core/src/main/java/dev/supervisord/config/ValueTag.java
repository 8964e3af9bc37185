package dev.supervisord.config;

/** What a byte before a stored value says of it; for {@link ValueWriter} and {@link ValueReader}. */
enum ValueTag {
    /** A value that was written before, by its number. */
    AGAIN,
    RECORD,
    CONSTANT,
    TEXT,
    NOTHING,
    SOMETHING,
    NO_NUMBER,
    SOME_NUMBER,
    LIST,
    SET,
    SORTED_SET,
    MAP,
    WHOLE,
    LONG,
    FRACTION,
    YES,
    NO,
    PATH,
    DURATION,
    INSTANT,
    ADDRESS
}
