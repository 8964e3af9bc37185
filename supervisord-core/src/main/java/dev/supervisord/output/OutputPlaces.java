package dev.supervisord.output;

import dev.supervisord.model.ProcessName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Where the output side keeps its files.
 *
 * @param runtimeDirectory its subdirectory {@code fifo} holds the names of the pipes of all streams, {@code spool} what is on its way
 *     between pipe and file, {@code bay} pipes for the same; see {@link Bay}
 * @param childLogDirectory where AUTO logs are created ({@code childlogdir}); it must exist
 * @param identifier the daemon's {@code identifier}, part of the names of AUTO logs
 * @param syslogSocket where lines for the system log go; empty: to the machine's logger
 */
public record OutputPlaces(
        Path runtimeDirectory, Path childLogDirectory, String identifier, Optional<Path> syslogSocket) {

    /** The name of the pipe of a stream. */
    public Path pipe(ProcessName process, Outputs.Channel channel) {
        return of(new StreamKey(process, channel)).fifo();
    }

    /** Where pipes have their names. */
    public List<Path> pipeDirectories() {
        return List.of(fifoDirectory(), bayDirectory());
    }

    Path spoolDirectory() {
        return runtimeDirectory.resolve("spool");
    }

    StreamPlaces of(StreamKey key) {
        String name = FileNames.ofFifo(key);
        return new StreamPlaces(fifoDirectory().resolve(name), spoolDirectory().resolve(name));
    }

    /** Makes those that are missing, for the daemon's user only. */
    void makeDirectories() throws IOException {
        for (Path directory : List.of(spoolDirectory(), fifoDirectory(), bayDirectory())) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    Path fifoDirectory() {
        return runtimeDirectory.resolve("fifo");
    }

    Path bayDirectory() {
        return runtimeDirectory.resolve("bay");
    }
}
