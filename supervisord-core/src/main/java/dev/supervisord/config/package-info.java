/**
 * Configuration files to a {@link dev.supervisord.model.Plan}: parse, collect every problem, validate, and only then a plan.
 *
 * <p>Two syntaxes, one model: {@code TomlFile} (the only user of toml4j) and the reader of Supervisor's INI files give the
 * same raw sections; keys, defaults and expansions exist once. May use {@code model}; what must be looked up on the machine
 * (users, directories, the environment) is passed in.
 */
@NullMarked
package dev.supervisord.config;

import org.jspecify.annotations.NullMarked;
