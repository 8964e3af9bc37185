package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What who sits at a terminal gets, which {@code script(1)} is here: a shell that helps with typing, and live tables. */
class TypingIT {

    private static final String UP = "\u001b[A";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_R = "\u0012";
    private static final String PROMPT = "supervisor> \u001b[K";

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    private Execution atTerminal(Path keys, String command) throws IOException, InterruptedException {
        return atTerminal(keys, "", command);
    }

    private Execution atTerminal(Path keys, String before, String command) throws IOException, InterruptedException {
        sandbox.run("mkfifo", keys.toString()).exits(0);
        String client = before + App.ctl() + " -c " + sandbox.dir().resolve("supervisord.toml") + " " + command;
        return sandbox.start(
                Map.of("TERM", "xterm", "HOME", sandbox.dir().toString(), "XDG_STATE_HOME", ""),
                "/bin/sh",
                "-c",
                "exec script -qec '" + client + "' /dev/null < " + keys);
    }

    private static void awaitText(Execution execution, String text) throws IOException, InterruptedException {
        eventually(() -> assertTrue(execution.soFar().out().contains(text), () -> "not shown: " + text));
    }

    /** Types a line as soon as the shell waits for one. */
    private static void typeLine(Execution shell, OutputStream keyboard, String keys)
            throws IOException, InterruptedException {
        eventually(() -> assertTrue(shell.soFar().out().endsWith(PROMPT), "no prompt"));
        type(keyboard, keys);
    }

    private static void type(OutputStream keyboard, String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    @Test
    void theShellCompletesNamesAndRemembersLines() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.cat]
                command = "/bin/cat"
                startsecs = 0
                """);
        daemon.awaitState("cat", "RUNNING");
        Path keys = sandbox.dir().resolve("keys");
        Execution shell = atTerminal(keys, "");
        try (OutputStream keyboard = Files.newOutputStream(keys)) {
            typeLine(shell, keyboard, "why c\t\r");
            awaitText(shell, "cat is RUNNING");
            typeLine(shell, keyboard, "stop cat\r");
            awaitText(shell, "cat: stopped");
            typeLine(shell, keyboard, UP + UP + "\r");
            awaitText(shell, "cat is STOPPED");
            typeLine(shell, keyboard, CTRL_R + "stop\r");
            awaitText(shell, "cat: ERROR (not running)");
            typeLine(shell, keyboard, CTRL_D);
            shell.await().exits(0);
        }
        Path history = sandbox.dir().resolve(".local/state/supervisorctl/history");
        assertEquals("why cat \nstop cat\nwhy cat \nstop cat\n", Files.readString(history));
    }

    /** Of the terminal that it is looked at on, at the begin and after a change. */
    @Test
    void aProgramWithATerminalLearnsTheSizeOfTheUsers() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.screen]
                command = ["/bin/sh", "-c", "trap 'stty size' WINCH; echo up; while :; do sleep 0.1; done"]
                pty = true
                """);
        eventually(() -> assertTrue(daemon.ctl("tail", "screen").out().contains("up"), "no trap yet"));
        daemon.awaitState("screen", "RUNNING");
        Path keys = sandbox.dir().resolve("keys");
        Path device = sandbox.dir().resolve("device");
        Execution fg = atTerminal(keys, "stty rows 50 cols 132; tty > " + device + "; exec ", "fg screen");
        try (OutputStream keyboard = Files.newOutputStream(keys)) {
            awaitText(fg, "50 132");
            sandbox.run("stty", "-F", Files.readString(device).strip(), "rows", "30", "cols", "100")
                    .exits(0);
            awaitText(fg, "30 100");
            type(keyboard, "\u0003");
            fg.await().exits(0);
        }
    }

    @Test
    void coloursAreForTerminalsWhoseUsersWantThem() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.web]
                command = ["/bin/sh", "-c", "echo hello; exec cat"]
                numprocs = 2
                """);
        daemon.awaitState("web:web_01", "RUNNING");
        String tail = "tail web:web_00 web:web_01";
        assertTrue(screen("", tail).contains("\u001b["), "no colours");
        String plain = screen("export NO_COLOR=1; ", tail);
        assertTrue(plain.contains("hello") && !plain.contains("\u001b["), plain);
    }

    private String screen(String before, String command) throws IOException, InterruptedException {
        Path keys = sandbox.dir().resolve("keys");
        Files.deleteIfExists(keys);
        Execution shown = atTerminal(keys, before, command);
        try (OutputStream keyboard = Files.newOutputStream(keys)) {
            keyboard.flush();
            return shown.await().exits(0).out();
        }
    }

    @Test
    void topShowsWhatIsUsedUntilSomebodyLeaves() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.cat]
                command = "/bin/cat"
                startsecs = 0
                """);
        daemon.awaitState("cat", "RUNNING");
        Path keys = sandbox.dir().resolve("keys");
        Execution top = atTerminal(keys, "top");
        try (OutputStream keyboard = Files.newOutputStream(keys)) {
            awaitText(top, "CPU%");
            type(keyboard, "q");
            Output end = top.await().exits(0);
            assertTrue(end.out().endsWith("\u001b[?1049l"), "the screen is given back");
        }
        daemon.ctl("top").exits(0).mentions("cat ", "RUNNING", "CPU%");
    }
}
