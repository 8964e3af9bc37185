/**
 * The life of one process as a pure function: {@code step(state, event) -> (next state, effects)}.
 *
 * <p>No clock, no thread, no I/O and no log inside; may use {@code model} only. The engine feeds it events and carries out
 * its effects.
 */
@NullMarked
package dev.supervisord.machine;

import org.jspecify.annotations.NullMarked;
