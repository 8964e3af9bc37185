package dev.supervisord.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * What one test has to itself: a directory, ports, daemons. Whatever it started carries a mark in its environment, so that at the end
 * exactly that is ended; a process that outlives its daemon without the test's consent fails the test.
 *
 * <p>In texts, {@code {dir}} stands for the directory, {@code {children}} for the scripts in {@code src/test/resources/children}, and
 * {@code {port}} for the first of ten free ports, a multiple of 100.
 */
final class Sandbox implements BeforeEachCallback, AfterEachCallback {

    private static final String TOML_HEAD = """
            [supervisord]
            logfile = "{dir}/supervisord.log"
            pidfile = "{dir}/supervisord.pid"
            childlogdir = "{dir}"
            runtime_dir = "{dir}/run"
            state_dir = "{dir}/state"
            socket = "{dir}/socket"

            [supervisorctl]
            serverurl = "unix://{dir}/socket"

            """;

    private static final String INI_HEAD = """
            [supervisord]
            logfile={dir}/supervisord.log
            pidfile={dir}/supervisord.pid
            childlogdir={dir}
            runtime_dir={dir}/run
            state_dir={dir}/state

            [unix_http_server]
            file={dir}/socket

            [supervisorctl]
            serverurl=unix://{dir}/socket

            """;

    private final String mark = "SYSTEM_TEST=" + UUID.randomUUID();
    private final List<TestDaemon> daemons = new ArrayList<>();
    private Path directory = Path.of("/nonexistent");
    private @Nullable Ports ports;
    private int programs;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        open();
    }

    /** The same for a test that makes its sandboxes itself; it ends with {@link #close}. */
    void open() throws IOException {
        // Not below target: the path of a socket has at most 107 bytes.
        directory = Files.createTempDirectory("supervisord-test");
        ports = Ports.take();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        boolean failed = context.getExecutionException()
                .filter(thrown -> !(thrown instanceof TestAbortedException))
                .isPresent();
        close(failed, context.getDisplayName());
    }

    /**
     * Ends what is left and removes the directory; where the test has failed it stays, and the daemon's logs are printed.
     *
     * @throws AssertionError when something was left that should not have been, and the test has not failed anyhow
     */
    void close(boolean failed, String name) throws IOException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        for (TestDaemon daemon : daemons) {
            daemon.end().ifPresent(complaints::add);
        }
        List<Long> left = Processes.withVariable(mark);
        for (long pid : left) {
            complaints.add("left running: " + pid + " " + Processes.commandLine(pid));
        }
        killAll();
        if (failed || !complaints.isEmpty()) {
            System.out.println("--- files of " + name + " stay in " + directory);
            for (TestDaemon daemon : daemons) {
                System.out.println(daemon.log());
            }
        } else {
            Eventually.eventually(() -> delete(directory)); // who was killed just now may still have written
        }
        if (ports != null) {
            ports.close();
        }
        if (!failed && !complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", complaints));
        }
    }

    Path dir() {
        return directory;
    }

    /** The first of ten ports that nobody listens on, a multiple of 100. */
    int port() {
        return Objects.requireNonNull(ports).first();
    }

    /** Writes a file of the directory, with the place holders filled in. */
    Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, fill(text));
        // For other users too, whatever the umask is.
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    String fill(String text) {
        return text.replace("{dir}", directory.toString())
                .replace("{children}", App.CHILDREN.toString())
                .replace("{port}", Integer.toString(port()));
    }

    /** Writes {@code supervisord.toml} with these programs and the settings that keep the daemon inside the directory. */
    Path toml(String programs) throws IOException {
        return write("supervisord.toml", TOML_HEAD + programs);
    }

    /** The same in Supervisor's syntax, as {@code supervisord.conf}. */
    Path ini(String programs) throws IOException {
        return write("supervisord.conf", INI_HEAD + programs);
    }

    /** A daemon on these programs, which answers already. */
    TestDaemon daemon(String programs) throws IOException, InterruptedException {
        return daemonOn(toml(programs));
    }

    /** A daemon on this configuration file, which answers already at {@code socket} in the directory. */
    TestDaemon daemonOn(Path config) throws IOException, InterruptedException {
        return daemonOn(config, Map.of());
    }

    /**
     * The same.
     *
     * @param additions variables on top of {@link App#environment()}
     */
    TestDaemon daemonOn(Path config, Map<String, String> additions) throws IOException, InterruptedException {
        TestDaemon daemon = TestDaemon.start(this, config, additions);
        daemons.add(daemon);
        daemon.awaitReady();
        return daemon;
    }

    /** Runs the daemon's program to its end. */
    Output supervisord(String... words) throws IOException, InterruptedException {
        return run(App.supervisord(), words);
    }

    Output ctl(String... words) throws IOException, InterruptedException {
        return run(App.ctl(), words);
    }

    /** Runs any program to its end. */
    Output run(String program, String... words) throws IOException, InterruptedException {
        return start(Map.of(), program, words).await();
    }

    /**
     * Starts a program in the directory.
     *
     * @param additions variables on top of {@link App#environment()}
     */
    Execution start(Map<String, String> additions, String program, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(words));
        Map<String, String> environment = App.environment();
        environment.put(mark.substring(0, mark.indexOf('=')), mark.substring(mark.indexOf('=') + 1));
        environment.putAll(additions);
        return Execution.start(command, directory, environment, directory.resolve("program" + programs++));
    }

    /** Ends everything the test has started, in no order: for tests that leave children behind on purpose. */
    void killAll() throws IOException, InterruptedException {
        // Again and again: one that forks or executes another program just now is not seen by a single look.
        Eventually.eventually(() -> {
            List<Long> left = new ArrayList<>(processes());
            left.addAll(holders());
            // Who has ended in the meantime needs no signal.
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (!left.isEmpty()) {
                throw new AssertionError("cannot end " + left);
            }
        });
    }

    /** The living processes that this test has started, directly or not. */
    List<Long> processes() throws IOException {
        return Processes.withVariable(mark);
    }

    /** The processes by which daemons of this test keep log pipes open. */
    List<Long> holders() throws IOException {
        return Processes.withArgument("keeps the log pipes of " + directory.resolve("run"));
    }

    private static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
