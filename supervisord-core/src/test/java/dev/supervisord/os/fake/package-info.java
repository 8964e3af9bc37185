/**
 * An operating system in memory with virtual time, for tests of everything above {@code os}.
 *
 * <p>Deterministic and strict: what a caller must never do is thrown at once or recorded, and {@link
 * dev.supervisord.os.fake.FakeOs#assertClean} fails on it. The same contract tests run against it and against {@code
 * os.posix}.
 */
@NullMarked
package dev.supervisord.os.fake;

import org.jspecify.annotations.NullMarked;
