package dev.supervisord.app;

import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.os.posix.PosixProcesses;
import dev.supervisord.os.posix.PosixSelf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Running in the background ({@code nodaemon=false}): a JVM cannot fork, so the command starts itself again in a session of
 * its own, with the {@code umask} and {@code directory} of the configuration, and stays until the other says that it is up or
 * why it is not.
 */
final class Detachment {

    /** Tells the started copy that it is the daemon. */
    private static final String DETACHED = "supervisord.detached";

    /** The option of the JVM that does. */
    static final String OPTION = "-D" + DETACHED + "=true";

    private static final String UP = "\0up\n";
    private static final int CHUNK_BYTES = 4096;

    private final PosixProcesses processes = new PosixProcesses();
    private final Descriptors descriptors = new PosixDescriptors();

    /** Whether this process is the copy in the background. */
    static boolean isDetached() {
        return Boolean.getBoolean(DETACHED);
    }

    /** In the background: lets the command that waits for this daemon end with success, and its terminal go. */
    static void announceUp() {
        System.err.print(UP);
        System.err.flush();
        PosixSelf.discardStandardStreams();
    }

    /**
     * In the command that was called: starts the daemon and waits until it is up.
     *
     * @param config the configuration file, absolute, because the daemon may have another working directory
     * @throws Usage with what the daemon said when it could not start
     */
    void run(DaemonSpec spec, Path config, Map<String, String> environment) throws Usage {
        @Nullable Path directory = null;
        try {
            directory = Files.createTempDirectory("supervisord-start");
            Path pipe = directory.resolve("said");
            descriptors.makeFifo(pipe, 0600);
            await(launch(spec, config, environment, pipe));
        } catch (IOException failed) {
            throw new Usage("Error: cannot start in the background: " + RuntimeDirectory.reason(failed)
                    + "; that takes a temporary directory, in the foreground (-n) none is needed");
        } finally {
            remove(directory);
        }
    }

    private Fd launch(DaemonSpec spec, Path config, Map<String, String> environment, Path pipe) throws Usage {
        Fd said = descriptors.openFifoForPump(pipe);
        LaunchResult result = processes.launch(new LaunchSpec(
                commandLine(config),
                Map.of(),
                environment,
                spec.directory(),
                LaunchAttributes.INHERITED.withUmask(spec.umask()),
                new Stream.Null(),
                new Stream.Fifo(pipe),
                new Stream.SameAsStdout()));
        if (result instanceof LaunchResult.Failed failed) {
            throw new Usage("Error: cannot start in the background: " + failed.failure());
        }
        return said;
    }

    /** This process's own words, marked, and with the configuration named so that it is found from anywhere. */
    private static List<String> commandLine(Path config) {
        List<String> words = new ArrayList<>(PosixSelf.commandLine());
        words.set(0, ProcessHandle.current().info().command().orElse(words.get(0)));
        words.add(1, OPTION);
        words.add("-c");
        words.add(config.toString());
        return words;
    }

    /** Passes on what the daemon says, until it is up or has ended. */
    private void await(Fd said) throws Usage {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (Descriptors.Readiness readiness = descriptors.readiness()) {
            readiness.add(said, 0);
            int[] tokens = new int[1];
            while (true) {
                boolean ended = processes.reap().isPresent();
                drain(said, heard);
                String text = heard.toString(StandardCharsets.UTF_8);
                if (text.endsWith(UP)) {
                    System.out.print(text.substring(0, text.length() - UP.length()));
                    return;
                }
                if (ended) {
                    throw new Usage(text.isBlank() ? "Error: the daemon ended at once without a word" : text.strip());
                }
                readiness.await(tokens, 100); // the end of the daemon wakes nobody
            }
        } finally {
            descriptors.close(said);
        }
    }

    private void drain(Fd said, ByteArrayOutputStream heard) {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int got = descriptors.read(said, chunk, chunk.length);
                got > 0;
                got = descriptors.read(said, chunk, chunk.length)) {
            heard.write(chunk, 0, got);
        }
    }

    private static void remove(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try {
            Files.deleteIfExists(directory.resolve("said"));
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            System.err.println("cannot remove " + directory + ": " + RuntimeDirectory.reason(left));
        }
    }
}
