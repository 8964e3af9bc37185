package dev.supervisord.output;

import java.nio.file.Path;

/**
 * Where the output side keeps its files.
 *
 * @param runtimeDirectory its subdirectory {@code fifo} holds the named pipes of all streams
 * @param childLogDirectory where AUTO logs are created ({@code childlogdir}); it must exist
 * @param identifier the daemon's {@code identifier}, part of the names of AUTO logs
 */
public record OutputPlaces(Path runtimeDirectory, Path childLogDirectory, String identifier) {

    Path fifoDirectory() {
        return runtimeDirectory.resolve("fifo");
    }
}
