package dev.supervisord.model;

import java.time.Duration;

/**
 * How a process is stopped.
 *
 * @param signal the first signal ({@code stopsignal})
 * @param patience how long it may take until SIGKILL ({@code stopwaitsecs})
 * @param asGroup send {@code signal} to the whole process group ({@code stopasgroup})
 * @param killAsGroup send SIGKILL to the whole process group ({@code killasgroup})
 */
public record StopPolicy(Signal signal, Duration patience, boolean asGroup, boolean killAsGroup) {}
