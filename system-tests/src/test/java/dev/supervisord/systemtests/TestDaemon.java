package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One running daemon of a test, and the client that is asked to talk to it. */
final class TestDaemon {

    private final Sandbox sandbox;
    private final Path config;
    private final Execution execution;
    private boolean endedOnPurpose;

    private TestDaemon(Sandbox sandbox, Path config, Execution execution) {
        this.sandbox = sandbox;
        this.config = config;
        this.execution = execution;
    }

    static TestDaemon start(Sandbox sandbox, Path config, Map<String, String> environment) throws IOException {
        return new TestDaemon(
                sandbox, config, sandbox.start(environment, App.supervisord(), "-n", "-c", config.toString()));
    }

    /** Waits until it answers at {@code socket}. */
    void awaitReady() throws IOException, InterruptedException {
        Eventually.eventually(() -> {
            if (!execution.isAlive()) {
                throw new IllegalStateException("the daemon did not start: " + execution.soFar());
            }
            try (SocketChannel channel =
                    SocketChannel.open(UnixDomainSocketAddress.of(sandbox.dir().resolve("socket")))) {
                assertTrue(channel.isConnected()); // a killed daemon leaves its socket, where nobody answers
            }
        });
    }

    /** Runs the client with this daemon's configuration. */
    Output ctl(String... words) throws IOException, InterruptedException {
        return startCtl(words).await();
    }

    /** Starts the client, for commands that do not end by themselves. */
    Execution startCtl(String... words) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-c", config.toString()));
        arguments.addAll(List.of(words));
        return sandbox.start(Map.of(), App.ctl(), arguments.toArray(String[]::new));
    }

    /**
     * Attaches to a process as {@code echo LINE | ctl fg} does, but leaves the end of the input out until its answer is shown so often:
     * afterwards {@code fg} waits only half a second for more.
     */
    Output fg(String process, String line, int times) throws IOException, InterruptedException {
        String answered = "[ \"$(grep -c '^" + line + "' shown)\" = " + times + " ]";
        return sandbox.start(
                        Map.of("CTL", App.ctl(), "CONFIG", config.toString()),
                        "/bin/sh",
                        "-c",
                        ">shown; (echo " + line + "; until " + answered + "; do sleep 0.1; done)"
                                + " | \"$CTL\" -c \"$CONFIG\" fg " + process
                                + " >shown; code=$?; cat shown; exit $code")
                .await();
    }

    /** The lines of {@code status}, each in its three parts. */
    Status status() throws IOException, InterruptedException {
        return Status.parse(ctl("status").out());
    }

    /** Waits until {@code status} shows a process in this state. */
    void awaitState(String process, String state) throws IOException, InterruptedException {
        Eventually.eventually(() -> assertEquals(state, status().state(process), process));
    }

    /** The pid of a running process. */
    long pid(String process) throws IOException, InterruptedException {
        return Long.parseLong(ctl("pid", process).exits(0).out().strip());
    }

    /** The daemon's own pid. */
    long pid() {
        return execution.pid();
    }

    boolean isAlive() {
        return execution.isAlive();
    }

    void signal(String signal) throws IOException, InterruptedException {
        execution.signal(signal);
    }

    /** Waits for the end of the daemon, which the test has brought about. */
    Output awaitEnd() throws IOException, InterruptedException {
        endedOnPurpose = true;
        return execution.await();
    }

    /** Kills the daemon alone, as the kernel's out-of-memory killer would. */
    void kill() throws IOException, InterruptedException {
        signal("KILL");
        awaitEnd();
    }

    /** The daemon's log so far. */
    String log() throws IOException {
        Path file = sandbox.dir().resolve("supervisord.log");
        return Files.exists(file) ? Files.readString(file) : execution.soFar().toString();
    }

    /** Waits until the daemon has logged this. */
    void awaitLog(String words) throws IOException, InterruptedException {
        Eventually.eventually(() -> assertTrue(log().contains(words), () -> "not in the log: " + words));
    }

    /** What it has written to standard output and standard error so far. */
    Output output() throws IOException {
        return execution.soFar();
    }

    /** Ends it in order; the result is what is wrong with that. */
    Optional<String> end() throws IOException, InterruptedException {
        if (endedOnPurpose) {
            return Optional.empty();
        }
        if (!execution.isAlive()) {
            return Optional.of("the daemon had ended by itself: " + execution.soFar());
        }
        signal("TERM");
        Output end = awaitEnd();
        return end.code() == 0 ? Optional.empty() : Optional.of("the daemon did not end well: " + end);
    }
}
