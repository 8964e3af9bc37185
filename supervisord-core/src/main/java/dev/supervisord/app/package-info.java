/**
 * The program: command line, composition root, signals, shutdown. Uses every package and is used by none.
 */
@NullMarked
package dev.supervisord.app;

import org.jspecify.annotations.NullMarked;
