package dev.supervisord.engine;

import java.time.Instant;

/**
 * Why and when a process was told to start or to stop.
 *
 * @param at by the wall clock, for display
 */
public record Ask(Cause cause, Instant at) {}
