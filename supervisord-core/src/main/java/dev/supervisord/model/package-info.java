/**
 * The values the whole daemon speaks in: what is configured ({@link dev.supervisord.model.Plan} and its parts) and what
 * can be said about a process ({@link dev.supervisord.model.Phase}, {@link dev.supervisord.model.ExitStatus}).
 *
 * <p>Depends on the JDK's values only: no I/O, no threads, no clock. Everything here is immutable and safe to share.
 */
@NullMarked
package dev.supervisord.model;

import org.jspecify.annotations.NullMarked;
