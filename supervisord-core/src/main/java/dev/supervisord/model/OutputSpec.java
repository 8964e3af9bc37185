package dev.supervisord.model;

/**
 * What becomes of the output of a process.
 *
 * @param redirectStderr both streams go, in order, to {@code stdout} ({@code redirect_stderr}); {@code stderr} is then
 *     without meaning
 */
public record OutputSpec(LogSpec stdout, LogSpec stderr, boolean redirectStderr) {}
