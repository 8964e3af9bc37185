package dev.supervisord.config;

/** A piece of an INI file; {@code line} is its first line, from 1. */
sealed interface IniItem {
    int line();

    record Blank(int line) implements IniItem {}

    /** @param text with its sign */
    record Comment(int line, String text) implements IniItem {}

    record Header(int line, String title, String rest) implements IniItem {}

    record Setting(int line, String key, String value) implements IniItem {}
}
