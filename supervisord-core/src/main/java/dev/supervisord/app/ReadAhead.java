package dev.supervisord.app;

import dev.supervisord.engine.Traces;
import dev.supervisord.os.posix.PosixProcessList;
import dev.supervisord.os.posix.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what the version before has left, while another thread reads the configuration: nobody supervises meanwhile, and a JVM
 * needs long for whatever it does for the first time. That is possible only where a daemon executes itself anew: it has said where
 * its runtime directory is, and has the lock of it still.
 */
final class ReadAhead {

    private record Found(Path runtime, CompletableFuture<Optional<Traces>> traces) {}

    private final Optional<Found> found;

    private ReadAhead(Optional<Found> found) {
        this.found = found;
    }

    /** Begins with it where there was a daemon before; returns at once. */
    static ReadAhead begin(Handoff handoff) {
        if (handoff.runtime().isEmpty()) {
            return new ReadAhead(Optional.empty());
        }
        Path runtime = handoff.runtime().get();
        CompletableFuture<Optional<Traces>> traces = new CompletableFuture<>();
        NamedThreads.start("read-ahead", () -> traces.complete(read(runtime)));
        return new ReadAhead(Optional.of(new Found(runtime, traces)));
    }

    private static Optional<Traces> read(Path runtime) {
        try {
            return Optional.of(
                    Traces.read(RunFiles.in(runtime.resolve(RuntimeDirectory.RUNS)), new PosixProcessList()));
        } catch (IOException | RuntimeException failed) {
            return Optional.empty(); // it is read in earnest then, and whatever is wrong is told
        }
    }

    /** What was found in this runtime directory; empty where nobody has looked there, or not been able to. Waits for it. */
    Optional<Traces> traces(Path runtime) {
        return found.filter(there -> there.runtime().equals(runtime.toAbsolutePath()))
                .flatMap(there -> there.traces().join());
    }
}
