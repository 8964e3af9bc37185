package dev.supervisord.app;

import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.os.posix.PosixProcesses;
import dev.supervisord.os.posix.PosixSelf;
import java.io.IOException;
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
    private static final int LOOK_EVERY_MILLIS = 100;

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
            try (Hearing hearing = new Hearing(descriptors, directory.resolve("said"))) {
                launch(spec, config, environment, hearing.pipe());
                await(hearing);
            }
        } catch (IOException failed) {
            throw new Usage("Error: cannot start in the background: " + RuntimeDirectory.reason(failed)
                    + "; that takes a temporary directory, in the foreground (-n) none is needed");
        } finally {
            remove(directory);
        }
    }

    private void launch(DaemonSpec spec, Path config, Map<String, String> environment, Path pipe) throws Usage {
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
    private void await(Hearing hearing) throws Usage {
        while (true) {
            boolean ended = processes.reap().isPresent(); // before the last look at what it says
            String text = hearing.text();
            if (text.endsWith(UP)) {
                System.out.print(text.substring(0, text.length() - UP.length()));
                return;
            }
            if (ended) {
                throw new Usage(text.isBlank() ? "Error: the daemon ended at once without a word" : text.strip());
            }
            hearing.await(LOOK_EVERY_MILLIS);
        }
    }

    private static void remove(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try {
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            System.err.println("cannot remove " + directory + ": " + RuntimeDirectory.reason(left));
        }
    }
}
