/**
 * The operating system through JNA; nobody else imports it.
 *
 * <p>Direct mapping with primitive signatures only, addresses as {@code long}. {@code errno} is read right after a failing
 * call and never leaves this package as a number. May use {@code os} and {@code model}.
 */
@NullMarked
package dev.supervisord.os.posix;

import org.jspecify.annotations.NullMarked;
