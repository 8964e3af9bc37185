package dev.supervisord.config;

/**
 * A value of an INI file as TOML.
 *
 * @param what what is different about it; empty: it means the same
 * @param lost whether it is refused in TOML, rather than different
 */
record Converted(String toml, String what, String advice, boolean lost) {

    static Converted same(String toml) {
        return new Converted(toml, "", "", false);
    }

    static Converted changed(String toml, String what, String advice) {
        return new Converted(toml, what, advice, false);
    }

    static Converted lost(String toml, String what, String advice) {
        return new Converted(toml, what, advice, true);
    }
}
