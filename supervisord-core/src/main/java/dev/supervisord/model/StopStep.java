package dev.supervisord.model;

import java.time.Duration;
import java.util.Optional;

/**
 * One signal of those that are to end a process.
 *
 * @param patience how long it may take to end it before the next is sent; empty: {@code stopwaitsecs}
 */
public record StopStep(Signal signal, Optional<Duration> patience) {}
