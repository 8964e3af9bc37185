package dev.supervisord.app;

import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.LaunchResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches over an upgrade: a shell that starts the old version again if the new one ends before it is up.
 *
 * <p>It reads a pipe that only the daemon holds open for writing, and that stays open when it executes the new version: either
 * the word comes that the new version is up, or the pipe's end, whatever the new version died of.
 */
final class Guard {

    /** It is given the pipe for reading and writing; opened again for reading only, the pipe can end. */
    private static final String SCRIPT =
            "exec </proc/self/fd/0; read -r word; [ \"$word\" = up ] || exec \"$@\" </dev/null";

    private static final byte[] UP = "up\n".getBytes(StandardCharsets.US_ASCII);

    private Guard() {}

    /**
     * Starts it; for the launcher thread.
     *
     * @param directory where it may make a file for a moment
     * @param old the words that start the present version
     * @return the end of the pipe to say "up" at
     */
    static Fd start(
            Processes processes,
            Descriptors descriptors,
            Path directory,
            List<String> old,
            Map<String, String> environment)
            throws IOException {
        Path path = directory.resolve("guard");
        Files.deleteIfExists(path);
        descriptors.makeFifo(path, 0600);
        Fd told = descriptors.openFifoForPump(path);
        try {
            launch(processes, path, old, environment);
            return told;
        } catch (IOException | OsException failed) {
            descriptors.close(told);
            throw failed;
        } finally {
            Files.deleteIfExists(path);
        }
    }

    /** Lets it go: there is nothing to watch over any more. */
    static void dismiss(Descriptors descriptors, Fd told) {
        descriptors.write(told, UP, 0, UP.length);
        descriptors.close(told);
    }

    private static void launch(Processes processes, Path pipe, List<String> old, Map<String, String> environment)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "supervisord-upgrade"));
        words.addAll(old);
        LaunchResult result = processes.launch(new LaunchSpec(
                words,
                Map.of(),
                environment,
                Optional.empty(),
                LaunchAttributes.INHERITED,
                new Stream.Fifo(pipe),
                new Stream.Shared(new Fd(1)),
                new Stream.Shared(new Fd(2))));
        if (result instanceof LaunchResult.Failed failed) {
            throw new IOException(failed.failure().message());
        }
    }
}
