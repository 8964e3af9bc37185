/**
 * The data plane: bytes that children write move from their pipes to their log files on the {@code output} thread, and
 * from the files to whoever tails them.
 *
 * <p>May use {@code os}, {@code model} and {@code log}. Knows nothing of the life of programs: the end of a process is not
 * the end of its streams.
 */
@NullMarked
package dev.supervisord.output;

import org.jspecify.annotations.NullMarked;
