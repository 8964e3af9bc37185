package dev.supervisord.config;

import java.util.OptionalInt;

/**
 * Where something is written.
 *
 * @param file the file as it was named
 * @param line the line, from 1; 0 for the file as a whole
 */
record Place(String file, int line) {

    OptionalInt lineNumber() {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
