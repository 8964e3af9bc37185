/**
 * The supervisor loop: the one thread that owns all program state, timers, pids, signalling and reaping.
 *
 * <p>Everybody else posts messages through {@link dev.supervisord.engine.Control} and reads the immutable
 * {@link dev.supervisord.engine.Snapshot}. May use {@code machine}, {@code model}, {@code os}, {@code output} and
 * {@code log}.
 */
@NullMarked
package dev.supervisord.engine;

import org.jspecify.annotations.NullMarked;
