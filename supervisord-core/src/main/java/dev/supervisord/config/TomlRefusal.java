package dev.supervisord.config;

/** Leaves the scanner at the first place of a TOML file that cannot be read; never leaves {@link TomlFile}. */
final class TomlRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String what;
    private final String advice;

    TomlRefusal(int line, int column, String what, String advice) {
        super(what);
        this.what = "column " + column + ": " + what;
        this.line = line;
        this.advice = advice;
    }

    int line() {
        return line;
    }

    String what() {
        return what;
    }

    String advice() {
        return advice;
    }
}
