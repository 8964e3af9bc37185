package dev.supervisord.ctl;

import dev.supervisord.v1.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the client in this JVM as a user would, with a fake daemon behind its socket. */
final class Ctl implements AutoCloseable {
    private final Path directory;
    private final FakeDaemon daemon;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private boolean waits;
    private boolean coloured;

    Ctl(Path directory) throws IOException {
        this.directory = directory;
        this.daemon = new FakeDaemon(socket());
    }

    /** What a command printed and how it ended. */
    record Result(int code, String out, String err) {
        /** What is expected of a command that prints nothing on standard error. */
        static Result of(int code, String... lines) {
            return new Result(code, lines.length == 0 ? "" : String.join("\n", lines) + "\n", "");
        }

        Result withError(String... lines) {
            return new Result(code, out, String.join("\n", lines) + "\n");
        }
    }

    /** A terminal at which nobody sits. */
    static Session.Terminal nobody() {
        return new FakeTerminal("", false, false);
    }

    FakeDaemon daemon() {
        return daemon;
    }

    Path socket() {
        return directory.resolve("s.sock");
    }

    String url() {
        return "unix://" + socket();
    }

    /** What the user types. */
    Ctl typing(String lines) {
        input = lines;
        return this;
    }

    /** Standard output is a terminal. */
    Ctl coloured() {
        coloured = true;
        return this;
    }

    /** The user types nothing and does not leave. */
    Ctl waiting() {
        waits = true;
        return this;
    }

    /** Runs a command against the fake daemon. */
    Result run(String... words) throws IOException {
        String[] arguments = new String[words.length + 2];
        arguments[0] = "-s";
        arguments[1] = url();
        System.arraycopy(words, 0, arguments, 2, words.length);
        return run(directory, environment, new FakeTerminal(input, waits, coloured), arguments);
    }

    /** Runs the client with nothing prepared but a working directory. */
    static Result run(Path directory, Map<String, String> environment, String input, String... arguments)
            throws IOException {
        return run(directory, environment, new FakeTerminal(input, false, false), arguments);
    }

    private static Result run(
            Path directory, Map<String, String> environment, FakeTerminal terminal, String... arguments)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(environment, directory, directory.resolve("etc"), () -> 4711);
        ExitCode code = Main.run(arguments, out, err, terminal, surroundings);
        return new Result(code.number(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private record FakeTerminal(String lines, boolean waits, boolean coloured) implements Session.Terminal {
        @Override
        public InputStream input() {
            if (!waits) {
                return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
            }
            try {
                return new PipedInputStream(new PipedOutputStream());
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        @Override
        public boolean isScreen() {
            return coloured;
        }

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public void tellSize(Consumer<TerminalSize> listener) {
            if (coloured) {
                listener.accept(
                        TerminalSize.newBuilder().setRows(50).setColumns(132).build());
            }
        }

        @Override
        public boolean takesColour() {
            return coloured;
        }

        @Override
        public void endsWellOnInterrupt(Runnable first) {
            // No signal reaches a test.
        }
    }

    @Override
    public void close() {
        daemon.close();
    }
}
