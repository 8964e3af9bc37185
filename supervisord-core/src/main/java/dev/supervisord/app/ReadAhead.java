package dev.supervisord.app;

import dev.supervisord.engine.Traces;
import dev.supervisord.os.RunRecords;
import dev.supervisord.os.posix.Linking;
import dev.supervisord.os.posix.PosixProcessList;
import dev.supervisord.os.posix.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what the version before has left, while another thread reads the configuration: nobody supervises meanwhile, and a JVM
 * needs long for whatever it does for the first time. That is possible only where a daemon executes itself anew: it has said where
 * its runtime directory is, and has the lock of it still.
 *
 * <p>One thread lists the processes of the machine, for which the C library has to be linked, which takes longest and is begun
 * first; another one reads the records.
 */
final class ReadAhead {

    private final CompletableFuture<Optional<List<Traces.Sighting>>> processes = new CompletableFuture<>();
    private final CompletableFuture<Optional<RunRecords.Reading>> records = new CompletableFuture<>();
    private final CompletableFuture<BitSet> strangers = new CompletableFuture<>();
    private Optional<Path> runtime = Optional.empty();

    private ReadAhead() {}

    /** Begins with it where there was a daemon before; returns at once. */
    static ReadAhead begin() {
        ReadAhead ahead = new ReadAhead();
        if (Handoff.isExpected()) {
            NamedThreads.start("read-ahead", ahead::listProcesses);
        }
        return ahead;
    }

    /** Goes on with it when it is known where to look; returns at once. */
    void goOn(Handoff handoff) {
        runtime = handoff.runtime();
        runtime.ifPresent(there -> NamedThreads.start("read-records", () -> readRecords(there)));
        strangers.complete(Strangers.receive(handoff.strangers()));
        if (runtime.isPresent()) {
            Linking.prepare();
        }
    }

    private void listProcesses() {
        try {
            Linking.complete();
            processes.complete(Optional.of(Traces.look(new PosixProcessList(), strangers.join())));
        } catch (RuntimeException failed) {
            processes.complete(Optional.empty()); // it is done in earnest then, and whatever is wrong is told
        }
    }

    private void readRecords(Path directory) {
        try {
            records.complete(Optional.of(
                    RunFiles.in(directory.resolve(RuntimeDirectory.RUNS)).readAll()));
        } catch (IOException | RuntimeException failed) {
            records.complete(Optional.empty()); // the same
        }
    }

    /** What was found in this runtime directory; empty where nobody has looked there, or not been able to. Waits for it. */
    Optional<Traces> traces(Path directory) {
        if (runtime.filter(directory.toAbsolutePath()::equals).isEmpty()) {
            return Optional.empty();
        }
        return records.join().flatMap(read -> processes.join().map(seen -> new Traces(read, seen)));
    }
}
