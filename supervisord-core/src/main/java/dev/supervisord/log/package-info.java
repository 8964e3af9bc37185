/**
 * The daemon's own log: one line per event, in Supervisor's format, written by a thread of its own so that no caller waits
 * for a disk.
 *
 * <p>A leaf: may use {@code model} only.
 */
@NullMarked
package dev.supervisord.log;

import org.jspecify.annotations.NullMarked;
