package dev.supervisord.config;

/** The two ways to write a configuration file. */
enum Syntax {
    /** Supervisor's own: {@code [program:x]}, every value is text. */
    INI(':'),
    /** {@code [program.x]}, values have types; in files whose names end in {@code .toml}. */
    TOML('.');

    private final char separator;

    Syntax(char separator) {
        this.separator = separator;
    }

    static Syntax of(String fileName) {
        return fileName.endsWith(".toml") ? TOML : INI;
    }

    /** Stands between the kind of a section and its name. */
    char separator() {
        return separator;
    }
}
