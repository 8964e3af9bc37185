/**
 * What the daemon needs from the operating system, as small interfaces in our own types: never an {@code int} status,
 * an errno to decode or a raw pointer.
 *
 * <p>A leaf: may use {@code model} only. {@code os.posix} implements it on Linux; tests use a strict fake.
 */
@NullMarked
package dev.supervisord.os;

import org.jspecify.annotations.NullMarked;
