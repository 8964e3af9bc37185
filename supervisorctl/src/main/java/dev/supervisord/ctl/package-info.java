/**
 * The control client: {@code supervisorctl}, in short {@code ctl}.
 *
 * <p>Each command is one class with its help text and its own reading of arguments; {@link dev.supervisord.ctl.Commands} makes
 * only the one that was named. A command calls a stub, prints, and gives an exit code. Words, their places (standard output
 * also for errors of commands) and exit codes are Supervisor's, because scripts and Ansible read them.
 *
 * <p>A whole call lasts about as long as the JVM needs to load its classes, so what every call passes through does without
 * lambdas, streams, regular expressions and formatters. Uses the generated stubs and {@code http2}, never the daemon.
 */
@NullMarked
package dev.supervisord.ctl;

import org.jspecify.annotations.NullMarked;
