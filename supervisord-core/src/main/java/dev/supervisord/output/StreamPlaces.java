package dev.supervisord.output;

import java.nio.file.Path;

/**
 * Files of one stream in the runtime directory.
 *
 * @param fifo what the process writes to
 * @param spool what lies between pipe and log file, where bytes pass through the daemon; see {@link Spool}
 */
record StreamPlaces(Path fifo, Path spool) {}
