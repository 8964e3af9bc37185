package dev.supervisord.systemtests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One program that a test has started: its output goes to files, so that nobody blocks and nothing is lost. */
final class Execution {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;

    private Execution(List<String> command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a program.
     *
     * @param environment its whole environment
     * @param output where its output goes: {@code OUTPUT.out} and {@code OUTPUT.err}
     */
    static Execution start(List<String> command, Path directory, Map<String, String> environment, Path output)
            throws IOException {
        Path out = output.resolveSibling(output.getFileName() + ".out");
        Path err = output.resolveSibling(output.getFileName() + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Execution(command, builder.start(), out, err);
    }

    /** Waits for the end; a program that takes longer than two minutes is killed and fails the test. */
    Output await() throws IOException, InterruptedException {
        return await(LIMIT);
    }

    /** The same for a program that has more to do. */
    Output await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + limit.toSeconds() + " s: " + soFar());
        }
        return soFar();
    }

    /** What it has written until now; the exit code is -1 while it runs. */
    Output soFar() throws IOException {
        int code = process.isAlive() ? -1 : process.exitValue();
        return new Output(String.join(" ", command), code, Files.readString(out), Files.readString(err));
    }

    /** Whether what it has written to standard output until now ends in this; also of much output. */
    boolean endsWith(String end) throws IOException {
        byte[] expected = end.getBytes(StandardCharsets.UTF_8);
        try (SeekableByteChannel file = Files.newByteChannel(out)) {
            ByteBuffer last = ByteBuffer.allocate(expected.length);
            file.position(Math.max(0, file.size() - expected.length));
            int read = 0;
            while (last.hasRemaining() && read >= 0) {
                read = file.read(last);
            }
            return Arrays.equals(expected, last.array());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name without SIG. */
    void signal(String signal) throws IOException, InterruptedException {
        Processes.signal(process.pid(), signal);
    }
}
