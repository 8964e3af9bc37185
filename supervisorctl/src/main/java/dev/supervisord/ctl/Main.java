package dev.supervisord.ctl;

import dev.supervisord.v1.TerminalSize;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** The program {@code supervisorctl}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        // What libraries do when they are loaded is a good part of a command's time: one formats a version
        // number, for which only the American locale needs no data, and all look up a logger.
        Locale.setDefault(Locale.US);
        System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
        Terminal terminal = new Terminal();
        ExitCode exitCode = run(
                arguments,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminal,
                Surroundings.ofProcess());
        terminal.finish(exitCode.number());
    }

    /** The whole program but its end, so that tests can run it. */
    static ExitCode run(
            String[] arguments,
            OutputStream out,
            OutputStream err,
            Session.Terminal terminal,
            Surroundings surroundings)
            throws IOException {
        Console console = new Console(out, err);
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                console.line(Options.HELP);
                return ExitCode.OK;
            }
            if (options.version()) {
                console.line(version());
                return ExitCode.OK;
            }
            Session session = new Session(ServerFinder.find(options, surroundings), console, terminal);
            if (options.words().isEmpty()) {
                return shell(session, options, surroundings).run();
            }
            ExitCode exitCode = Dispatch.run(options.words(), session);
            return options.interactive() ? shell(session, options, surroundings).run() : exitCode;
        } catch (UsageException e) {
            console.error("Error: " + e.problem());
            console.error("For help, use supervisorctl -h");
            return ExitCode.USAGE;
        } finally {
            console.flush();
        }
    }

    private static Shell shell(Session session, Options options, Surroundings surroundings) {
        return new Shell(session, ShellHistory.place(options.history(), surroundings.environment()));
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The real process. */
    private static final class Terminal implements Session.Terminal {
        private volatile boolean finished;
        private volatile Runnable beforeEnd = () -> {};
        private boolean hooked;

        @Override
        public InputStream input() {
            return new FileInputStream(FileDescriptor.in);
        }

        /** See https://no-color.org: the variable says no whatever it contains, unless that is nothing. */
        @Override
        public boolean takesColour() {
            String no = System.getenv("NO_COLOR");
            return (no == null || no.isEmpty()) && isScreen();
        }

        @Override
        public boolean isScreen() {
            return !"dumb".equals(System.getenv("TERM")) && isTerminal(1);
        }

        @Override
        public boolean isInteractive() {
            return isScreen() && isTerminal(0);
        }

        @Override
        public void tellSize(Consumer<TerminalSize> listener) {
            if (isScreen()) {
                WindowSize.follow(listener);
            }
        }

        private static boolean isTerminal(int descriptor) {
            try {
                String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                        .toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                // Without /proc nobody can say; plain text is always right.
                return false;
            }
        }

        @Override
        public void endsWellOnInterrupt(Runnable first) {
            if (!hooked) {
                hooked = true;
                Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "interrupted"));
            }
            beforeEnd = first;
        }

        /**
         * Ends the JVM at once: an orderly exit would wait 300 ms for the thread that reads from the daemon, and would end
         * with 130 what the user ended in the way that is meant.
         */
        private void interrupted() {
            if (!finished) {
                beforeEnd.run();
                halt();
            }
        }

        void finish(int status) {
            finished = true;
            exit(status);
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(0);
    }

    private static void exit(int status) {
        System.exit(status);
    }
}
