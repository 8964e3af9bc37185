package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Exit;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.Processes.Scope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Launches programs with one thing about them changed, and collects what they write. */
final class Launches {

    static final String PATH = "/usr/bin:/bin";

    private final Processes processes;
    private final PosixDescriptors descriptors = new PosixDescriptors();
    private final Path fifo;

    /**
     * @param processes what starts them
     * @param directory where it may put the named pipe for their output
     */
    Launches(Processes processes, Path directory) {
        this.processes = processes;
        this.fifo = directory.resolve("output");
        descriptors.makeFifo(fifo, 0600);
    }

    LaunchSpec spec(String... argv) {
        return new LaunchSpec(
                List.of(argv),
                Map.of(),
                Map.of("PATH", PATH),
                Optional.empty(),
                LaunchAttributes.INHERITED,
                new Stream.IdlePipe(),
                new Stream.Fifo(fifo),
                new Stream.SameAsStdout());
    }

    static LaunchSpec with(LaunchSpec spec, Map<String, String> environment) {
        return new LaunchSpec(
                spec.argv(),
                spec.inherited(),
                environment,
                spec.directory(),
                spec.attributes(),
                spec.stdin(),
                spec.stdout(),
                spec.stderr());
    }

    static LaunchSpec in(LaunchSpec spec, Path directory) {
        return new LaunchSpec(
                spec.argv(),
                spec.inherited(),
                spec.environment(),
                Optional.of(directory),
                spec.attributes(),
                spec.stdin(),
                spec.stdout(),
                spec.stderr());
    }

    static LaunchSpec as(LaunchSpec spec, String user) {
        return new LaunchSpec(
                spec.argv(),
                spec.inherited(),
                spec.environment(),
                spec.directory(),
                spec.attributes().with(spec.attributes().credentials().withUser(user)),
                spec.stdin(),
                spec.stdout(),
                spec.stderr());
    }

    static LaunchSpec given(LaunchSpec spec, LaunchAttributes attributes) {
        return new LaunchSpec(
                spec.argv(),
                spec.inherited(),
                spec.environment(),
                spec.directory(),
                attributes,
                spec.stdin(),
                spec.stdout(),
                spec.stderr());
    }

    static LaunchSpec umask(LaunchSpec spec, int umask) {
        return new LaunchSpec(
                spec.argv(),
                spec.inherited(),
                spec.environment(),
                spec.directory(),
                spec.attributes().withUmask(OptionalInt.of(umask)),
                spec.stdin(),
                spec.stdout(),
                spec.stderr());
    }

    Pid start(LaunchSpec spec) {
        LaunchResult result = processes.launch(spec);
        return assertInstanceOf(LaunchResult.Launched.class, result, () -> "got " + result)
                .pid();
    }

    LaunchFailure failure(LaunchSpec spec) {
        LaunchFailure failure = assertInstanceOf(LaunchResult.Failed.class, processes.launch(spec))
                .failure();
        assertEquals(Optional.empty(), processes.reap(), "a failed launch leaves no child");
        return failure;
    }

    /** Runs it to its end and gives what it wrote, each byte as one character. */
    String output(LaunchSpec spec) {
        Fd pump = descriptors.openFifoForPump(fifo);
        try {
            Pid pid = start(spec);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[65536];
            Optional<Exit> exit = Optional.empty();
            while (exit.isEmpty()) {
                exit = processes.reap(); // before the last read, so that nothing is missed
                for (int got; (got = descriptors.read(pump, buffer, buffer.length)) > 0; ) {
                    out.write(buffer, 0, got);
                }
                Thread.onSpinWait();
            }
            String text = out.toString(StandardCharsets.ISO_8859_1);
            assertEquals(new Exit(pid, new ExitStatus.Exited(0)), exit.get(), text);
            return text;
        } finally {
            descriptors.close(pump);
        }
    }

    /** Kills and reaps a child that was started here. */
    void end(Pid pid) {
        processes.signal(pid, Signal.KILL, Scope.GROUP);
        assertTrue(processes.awaitExit());
        assertEquals(Optional.of(pid), processes.reap().map(Exit::pid));
    }

    Path fifo() {
        return fifo;
    }
}
