package dev.supervisord.config;

import java.nio.file.Path;

/**
 * A key with its value, as written.
 *
 * @param key in lower case
 * @param here the directory of its file, for {@code %(here)s}
 */
record Entry(String key, RawValue value, Place place, Path here, Syntax syntax) {}
