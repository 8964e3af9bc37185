package dev.supervisord.app;

import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.posix.PosixProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Tries the program that is installed now: starts it through its launcher to check the configuration, with the arguments of
 * this daemon, and learns how it was executed.
 */
final class Rehearsal {

    private static final long PATIENCE_SECONDS = 120;
    private static final int LOOK_EVERY_MILLIS = 20;

    private final PosixProcesses processes;
    private final Descriptors descriptors;
    private final Executor launcher;
    private final Map<String, String> environment;

    /** @param launcher the thread that launches */
    Rehearsal(PosixProcesses processes, Descriptors descriptors, Executor launcher, Map<String, String> environment) {
        this.processes = processes;
        this.descriptors = descriptors;
        this.launcher = launcher;
        this.environment = environment;
    }

    /**
     * Waits for the result; not for the loop.
     *
     * @param program the launcher's script
     * @param pipe where a named pipe may be made meanwhile
     * @throws IOException with a sentence for people when the program is not fit to be executed
     */
    Successor of(String program, List<String> arguments, Path pipe) throws IOException {
        try (Hearing hearing = new Hearing(descriptors, pipe)) {
            Pid pid = launch(program, arguments, pipe);
            String text = listen(hearing, pid);
            if (!Successor.isComplete(text)) {
                throw new IOException(
                        text.isBlank()
                                ? program + " ended without a word"
                                : program + " says: " + Successor.remarks(text));
            }
            return Successor.parse(text);
        }
    }

    private Pid launch(String program, List<String> arguments, Path pipe) throws IOException {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments);
        words.add(DaemonOptions.UPGRADE_CHECK);
        LaunchSpec spec = new LaunchSpec(
                words,
                Map.of(),
                environment,
                Optional.empty(),
                LaunchAttributes.INHERITED,
                new Stream.Null(),
                new Stream.Fifo(pipe),
                new Stream.SameAsStdout());
        LaunchResult result;
        try {
            result = CompletableFuture.supplyAsync(() -> processes.launch(spec), launcher)
                    .join();
        } catch (CompletionException failed) {
            throw new IOException("cannot start " + program + ": " + failed.getCause(), failed);
        }
        if (result instanceof LaunchResult.Launched launched) {
            return launched.pid();
        }
        throw new IOException("cannot start " + program + ": "
                + ((LaunchResult.Failed) result).failure().message());
    }

    /** Its exit status is taken by the loop, as that of any child; what it says is enough. */
    private String listen(Hearing hearing, Pid pid) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            boolean ended = processes.adopted().identify(pid).isEmpty(); // before the last look at what it says
            String text = hearing.text();
            if (ended || Successor.isComplete(text)) {
                return text;
            }
            hearing.await(LOOK_EVERY_MILLIS);
        }
        throw new IOException("it has not checked the configuration within " + PATIENCE_SECONDS + " seconds");
    }
}
