package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Inputs.Input;
import dev.supervisord.os.Inputs.Opening;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes.LaunchResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program with a terminal finds, and where what it writes and reads goes. */
@Timeout(300)
class TerminalsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PosixProcesses processes = new PosixProcesses();
    private final PosixDescriptors descriptors = new PosixDescriptors();

    @TempDir
    private Path directory;

    private Launches launches;
    private Fd pump;

    @BeforeEach
    void open() {
        launches = new Launches(processes, directory);
        processes.keepTerminalsIn(directory.resolve("terminals"));
        pump = descriptors.openFifoForPump(launches.fifo());
    }

    @AfterEach
    void close() throws IOException {
        descriptors.close(pump);
        while (processes.awaitExit()) {
            processes.reap(); // the relays too
        }
        try (var left = Files.list(directory.resolve("terminals"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private LaunchSpec onTerminal(String script, LaunchAttributes attributes) {
        LaunchSpec plain = launches.spec("/bin/sh", "-c", script);
        return new LaunchSpec(
                plain.argv(),
                plain.inherited(),
                plain.environment(),
                plain.directory(),
                attributes,
                new Stream.SameAsStdout(),
                new Stream.Terminal(plain.stdout()),
                new Stream.SameAsStdout());
    }

    private String written() {
        byte[] buffer = new byte[65536];
        int got = descriptors.read(pump, buffer, buffer.length);
        return got <= 0 ? "" : new String(buffer, 0, got, StandardCharsets.UTF_8);
    }

    private String output(LaunchSpec spec) {
        Pid pid = launches.start(spec);
        processes.awaitOutput(pid, PATIENCE);
        return written();
    }

    private String awaitWords(String words) {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(words) < 0) {
            seen.append(written());
            Thread.onSpinWait();
        }
        return seen.toString();
    }

    /** What a program does until the test lets it go on. */
    private String untilGo() {
        return "while [ ! -e '" + go() + "' ]; do sleep 0.01; done";
    }

    private Path go() {
        return directory.resolve("go");
    }

    private static final String LOOK = """
            test -t 0 && test -t 1 && test -t 2 && echo all
            stty size
            echo err >&2
            echo tty >/dev/tty
            test "$(ls /proc/self/fd | wc -l)" = 4 && echo no more
            """;

    @Test
    void allStreamsAreTheControllingTerminalAndLinesEndAsWritten() {
        assertEquals("all\n24 80\nerr\ntty\nno more\n", output(onTerminal(LOOK, LaunchAttributes.INHERITED)));
    }

    @Test
    void soTheyAreBehindTheGateForAnotherUserWhoCanOpenItByName() {
        assumeTrue(PosixUsers.effectiveUid() == 0, "only root can become another user");
        LaunchAttributes nobody = LaunchAttributes.INHERITED.with(
                LaunchAttributes.INHERITED.credentials().withUser("nobody"));
        assertEquals(
                "all\n24 80\nerr\ntty\nno more\nown\n", output(onTerminal(LOOK + "echo own >/dev/stdout", nobody)));
    }

    @Test
    void whatIsTypedIsReadAndSeen() {
        Pid pid = launches.start(onTerminal("read line; echo got $line", LaunchAttributes.INHERITED));
        Input input = assertInstanceOf(Opening.Opened.class, processes.inputs().open(pid))
                .input();
        assertEquals(6, input.write("hello\n".getBytes(StandardCharsets.UTF_8), 0, 6));
        assertEquals("hello\ngot hello\n", awaitWords("got hello\n"));
        input.close();
    }

    @Test
    void theEndOfTheProgramIsNotTheEndForThoseWhoStillWrite() throws IOException {
        Pid pid = launches.start(
                onTerminal("trap '' HUP; (" + untilGo() + "; echo late) & echo early", LaunchAttributes.INHERITED));
        assertEquals("early\n", awaitWords("early\n"));
        assertTrue(processes.awaitExit());
        assertEquals(Optional.of(pid), processes.reap().map(Exit::pid));
        Files.createFile(go());
        assertEquals("late\n", awaitWords("late\n"));
        processes.awaitOutput(pid, PATIENCE);
    }

    @Test
    void theTerminalOfAProgramThatIsAdoptedIsAwaitedToo() throws IOException {
        Pid pid = launches.start(onTerminal(untilGo() + "; echo late", LaunchAttributes.INHERITED));
        PosixProcesses successor = new PosixProcesses();
        successor.adopted().adopt(successor.adopted().identify(pid).orElseThrow());
        Files.createFile(go());
        successor.awaitOutput(pid, PATIENCE);
        assertEquals("late\n", written());
        processes.awaitOutput(pid, PATIENCE);
    }

    @Test
    void aLaunchThatFailsLeavesNoTerminal() {
        LaunchSpec none = onTerminal("", LaunchAttributes.INHERITED);
        LaunchSpec missing = new LaunchSpec(
                List.of("/no/such/program"),
                none.inherited(),
                none.environment(),
                none.directory(),
                none.attributes(),
                none.stdin(),
                none.stdout(),
                none.stderr());
        assertEquals(
                Stage.FIND,
                assertInstanceOf(LaunchResult.Failed.class, processes.launch(missing))
                        .failure()
                        .stage());
        assertFalse(written().contains("no/such"));
    }

    @Test
    void aTerminalThatCannotBeRelayedLeavesNothing() {
        Terminals terminals = new Terminals();
        terminals.keepIn(directory.resolve("terminals"));
        Spawner spawner = new Spawner();
        List<String> before = OwnDescriptors.present();
        StageFailed failed = assertThrows(StageFailed.class, () -> terminals.open(-1, Optional.empty(), spawner));
        assertEquals("EBADF", failed.failure().errno());
        OwnDescriptors.assertNoneSince(before);
    }
}
