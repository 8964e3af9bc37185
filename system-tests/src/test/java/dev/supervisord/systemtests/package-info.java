/**
 * System tests: the real daemon and the real client with real programs, through the launchers in {@code bin}.
 *
 * <p>Nothing of the daemon is on the class path. {@link dev.supervisord.systemtests.Sandbox} gives each test a directory and ends
 * what the test started; waiting is done with {@link dev.supervisord.systemtests.Eventually}, never by the clock alone.
 */
@NullMarked
package dev.supervisord.systemtests;

import org.jspecify.annotations.NullMarked;
