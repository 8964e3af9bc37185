package dev.supervisord.output;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of one output stream since the daemon started.
 *
 * @param file its log file; empty when it goes to the system log only
 * @param storedBytes of what the process wrote; what a log format adds does not count
 * @param storedLines among the bytes that were looked at
 * @param uncountedBytes stored in bulk, without counting their lines
 * @param droppedBytes because the file could not be written
 * @param rotations of the file
 * @param waitingBytes that wait because the file cannot be written
 * @param writeError why it cannot be written; empty when it can
 * @param syslogDroppedLines which the system log did not take in time
 */
public record StreamStatus(
        Optional<Path> file,
        long storedBytes,
        long storedLines,
        long uncountedBytes,
        long droppedBytes,
        long droppedLines,
        long rotations,
        long waitingBytes,
        String writeError,
        long syslogDroppedLines) {

    /** Of a stream to which nothing was written yet. */
    static StreamStatus ofNothing(Path file) {
        return new StreamStatus(Optional.of(file), 0, 0, 0, 0, 0, 0, 0, "", 0);
    }
}
