package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.NONE;
import static dev.supervisord.output.PumpRig.P;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs.Channel;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.OpenFailed;
import dev.supervisord.output.Outputs.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class OutputPumpTest {
    private static final ProcessName Q = new ProcessName("web", "q_00");

    @TempDir
    Path directory;

    PumpRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new PumpRig(directory);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void bothStreamsGoToTheirOwnFiles() throws OpenFailed {
        Streams streams = rig.pump.attach(P, new OutputSpec(rig.to("out", 0, 0), rig.to("err", 0, 0), false));
        rig.open(streams.stdout().orElseThrow()).write("to stdout");
        rig.open(streams.stderr().orElseThrow()).write("to stderr");
        rig.await("out", "to stdout");
        rig.await("err", "to stderr");
    }

    @Test
    void arbitraryBytesArriveUnchanged() {
        byte[] blob = new byte[2_000_000];
        new Random(1).nextBytes(blob);
        rig.child(rig.to("out", 0, 0)).write(blob);
        rig.pump.flush(P);
        assertArrayEquals(blob, rig.bytes("out"));
        assertEquals(blob.length, rig.pump.stored(P, Channel.STDOUT));
    }

    @Test
    void whatWasWrittenBeforeAFlushIsInTheFileAfterIt() {
        Child child = rig.child(rig.to("out", 0, 0));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            child.write("line " + i + "\n");
            all.append("line ").append(i).append('\n');
            rig.pump.flush(P);
            assertEquals(all.toString(), rig.read("out"));
        }
    }

    @Test
    void redirectedStderrHasNoStreamOfItsOwn() throws OpenFailed, LogException {
        Streams streams = rig.pump.attach(P, new OutputSpec(rig.to("out", 0, 0), rig.to("unused", 0, 0), true));
        assertTrue(streams.stdout().isPresent());
        assertEquals(Optional.empty(), streams.stderr());
        assertEquals(List.of("out"), rig.names());
        assertEquals(Optional.empty(), rig.pump.file(P, Channel.STDERR));
    }

    @Test
    void aStreamWithoutALogHasNoPipe() throws OpenFailed, LogException {
        Streams streams = rig.pump.attach(P, new OutputSpec(NONE, NONE, false));
        assertEquals(new Streams(Optional.empty(), Optional.empty()), streams);
        assertEquals(List.of(), rig.names("auto"));
        assertEquals(Optional.empty(), rig.pump.file(P, Channel.STDOUT));
        assertThrows(LogException.class, () -> rig.pump.file(Q, Channel.STDOUT));
    }

    @Test
    void aProcessKeepsItsPipesFromRunToRun() throws OpenFailed {
        OutputSpec spec = PumpRig.only(rig.to("out", 0, 0));
        Streams first = rig.pump.attach(P, spec);
        rig.open(first.stdout().orElseThrow()).write("run\n");
        assertEquals(first, rig.pump.attach(P, spec));
        rig.open(first.stdout().orElseThrow()).write("run\n");
        rig.await("out", "run\nrun\n");
    }

    @Test
    void aChangedTargetHoldsForWhatIsWrittenAfterwards() throws OpenFailed, LogException {
        Child child = rig.child(rig.to("old", 0, 0));
        child.write("before\n");
        rig.pump.attach(P, PumpRig.only(rig.to("new", 0, 0)));
        rig.pump.flush(P);
        child.write("after\n");
        rig.await("new", "after\n");
        assertEquals("before\n", rig.read("old"));
        assertEquals(Optional.of(rig.file("new")), rig.pump.file(P, Channel.STDOUT));
    }

    @Test
    void aFileIsContinuedWhereItEnded() throws IOException {
        Files.writeString(rig.file("out"), "from before\n");
        rig.child(rig.to("out", 0, 0)).write("more\n");
        rig.await("out", "from before\nmore\n");
    }

    @Test
    void automaticLogsHaveSupervisorsNamesAndAreOnlyTheOwners() throws OpenFailed, IOException {
        LogSpec auto = new LogSpec(new Target.Auto(), 100, 2, false);
        OutputSpec spec = new OutputSpec(auto, auto, false);
        Streams streams = rig.pump.attach(Q, spec);
        List<String> names = rig.names("auto");
        assertEquals(2, names.size());
        assertTrue(names.get(0).matches("q_00-stderr---supervisor-[a-z0-9_]{8}\\.log"), names.get(0));
        assertTrue(names.get(1).matches("q_00-stdout---supervisor-[a-z0-9_]{8}\\.log"), names.get(1));
        rig.pump.attach(Q, spec);
        rig.open(streams.stdout().orElseThrow()).write("x".repeat(120) + "\nrest\n");
        rig.pump.flush(Q);
        assertEquals(3, rig.names("auto").size(), rig.names("auto").toString());
        for (String name : rig.names("auto")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            directory.resolve("auto").resolve(name))));
        }
    }

    @Test
    void aMissingLogDirectoryIsToldWithAdvice() {
        LogSpec nowhere = rig.to("missing/out", 0, 0);
        OpenFailed failed = assertThrows(OpenFailed.class, () -> rig.pump.attach(P, PumpRig.only(nowhere)));
        assertEquals(Stage.LOG, failed.failure().stage());
        assertEquals("ENOENT", failed.failure().errno());
        assertEquals(
                "cannot open the log file " + rig.file("missing/out")
                        + ": No such file or directory; create the directory " + rig.file("missing")
                        + " or change stdout_logfile",
                failed.getMessage());
    }

    @Test
    void aDirectoryThatIsRemovedMakesTheNextLaunchFail() throws OpenFailed, IOException {
        Files.createDirectory(rig.file("sub"));
        OutputSpec spec = PumpRig.only(rig.to("sub/out", 0, 0));
        rig.pump.attach(P, spec);
        Files.delete(rig.file("sub/out"));
        Files.delete(rig.file("sub"));
        assertThrows(OpenFailed.class, () -> rig.pump.attach(P, spec));
    }

    @Test
    void detachingStoresTheRestAndRemovesThePipe() throws OpenFailed {
        Streams streams = rig.pump.attach(P, PumpRig.only(rig.to("out", 0, 0)));
        rig.open(streams.stdout().orElseThrow()).write("last words");
        rig.pump.detach(P);
        Eventually.until(() -> !Files.exists(directory.resolve("run/fifo/p.stdout")), () -> "the FIFO is still there");
        assertEquals("last words", rig.read("out"));
        assertThrows(LogException.class, () -> rig.pump.file(P, Channel.STDOUT));
    }

    @Test
    void aProcessThatIsAddedAgainAtOnceHasItsPipe() throws OpenFailed {
        OutputSpec spec = PumpRig.only(rig.to("out", 0, 0));
        for (int i = 0; i < 300; i++) {
            Streams streams = rig.pump.attach(P, spec);
            try (Child child = new Child(streams.stdout().orElseThrow())) {
                child.write("x");
            }
            rig.pump.flush(P);
            assertEquals(i + 1, rig.bytes("out").length);
            rig.pump.detach(P);
        }
    }

    @Test
    void whatIsAskedOfAStreamThatIsBeingClosedDoesNoHarm() throws OpenFailed {
        OutputSpec spec = PumpRig.only(rig.to("out", 0, 0));
        for (int i = 0; i < 300; i++) {
            rig.pump.attach(P, spec);
            rig.pump.detach(P);
            rig.pump.finish(P);
            rig.pump.flush(P);
            rig.pump.begin(P, i);
        }
        assertEquals(List.of(), rig.log.lines());
    }

    @Test
    void thePipeOfAnEarlierDaemonIsTakenOverWithItsContent() throws OpenFailed, IOException {
        Streams streams = rig.pump.attach(P, PumpRig.only(rig.to("out", 0, 0)));
        Child child = rig.open(streams.stdout().orElseThrow());
        child.write("one\n");
        rig.pump.close();
        child.write("written while no daemon was there\n");
        try (PumpRig next = new PumpRig(directory)) {
            Streams again = next.pump.attach(P, PumpRig.only(next.to("out", 0, 0)));
            assertEquals(
                    streams.stdout().orElseThrow().id(),
                    again.stdout().orElseThrow().id());
            next.await("out", "one\nwritten while no daemon was there\n");
        }
    }

    @Test
    void clearingEmptiesTheFilesAndRemovesOlderParts() throws LogException {
        Child child = rig.child(rig.to("out", 100, 5));
        child.write(("x".repeat(99) + "\n").repeat(3) + "rest\n");
        rig.pump.flush(P);
        assertEquals(List.of("out", "out.1", "out.2", "out.3"), rig.names());
        rig.pump.clear(P);
        assertEquals(List.of("out"), rig.names());
        assertEquals("", rig.read("out"));
        child.write("new\n");
        rig.await("out", "new\n");
    }

    @Test
    void reopeningFollowsARename() throws IOException {
        Child child = rig.child(rig.to("out", 0, 0));
        child.write("old\n");
        rig.await("out", "old\n");
        Files.move(rig.file("out"), rig.file("moved"));
        rig.pump.reopen();
        assertTrue(Files.exists(rig.file("out")));
        child.write("new\n");
        rig.await("out", "new\n");
        assertEquals("old\n", rig.read("moved"));
    }

    @Test
    void aFileThatIsRemovedIsMadeAgain() throws IOException {
        Child child = rig.child(rig.to("out", 0, 0));
        child.write("gone\n");
        rig.await("out", "gone\n");
        Files.delete(rig.file("out"));
        Eventually.until(
                () -> {
                    child.write("x");
                    return Files.exists(rig.file("out"));
                },
                () -> "the file did not come back");
    }

    @Test
    void aFileThatOthersTruncateHasNoHole() throws IOException {
        Child child = rig.child(rig.to("out", 0, 0));
        child.write("x".repeat(1000));
        rig.pump.flush(P);
        Files.write(rig.file("out"), new byte[0]);
        child.write("after copytruncate\n");
        rig.await("out", "after copytruncate\n");
    }

    @Test
    void whatOthersAppendIsNotOverwritten() throws IOException {
        Child child = rig.child(rig.to("out", 0, 0));
        child.write("ours\n");
        rig.await("out", "ours\n");
        Files.writeString(rig.file("out"), "theirs\n", StandardOpenOption.APPEND);
        child.write("ours again\n");
        rig.await("out", "ours\ntheirs\nours again\n");
    }

    @Test
    void twoProcessesMayShareAFile() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), rig.file("both"));
        Child one = rig.child(rig.to("both", 1000, 200));
        Child two = rig.child(Q, new LogSpec(new Target.File(directory.resolve("link")), 1000, 200, false));
        for (int i = 0; i < 1000; i++) {
            one.write("one " + i + "\n");
            two.write("two " + i + "\n");
        }
        rig.pump.flush(P);
        rig.pump.flush(Q);
        List<String> lines = rig.whole("both", 200).lines().toList();
        assertEquals(2000, lines.size());
        for (String who : List.of("one ", "two ")) {
            List<String> own =
                    lines.stream().filter(line -> line.startsWith(who)).toList();
            for (int i = 0; i < 1000; i++) {
                assertEquals(who + i, own.get(i));
            }
        }
        rig.pump.detach(P);
        two.write("still open\n");
        rig.pump.flush(Q);
        assertTrue(rig.read("both").endsWith("still open\n"));
    }

    @Test
    void escapeSequencesAreRemovedWhenAsked() {
        LogSpec stripped = new LogSpec(new Target.File(rig.file("out")), 0, 0, true);
        Child child = rig.child(stripped);
        child.write("\u001b[31mred\u001b[0m plain \u001b[3");
        rig.pump.flush(P);
        child.write("1mred\n");
        rig.await("out", "red plain red\n");
    }

    @Test
    void aStreamIsStoredInSomethingThatIsNoFile() {
        Child child = rig.child(new LogSpec(new Target.File(Path.of("/dev/null")), 10, 1, false));
        child.write("nobody\nreads\nthis\n".repeat(100));
        rig.pump.flush(P);
        assertEquals(1800, rig.pump.stored(P, Channel.STDOUT));
        assertFalse(Files.exists(Path.of("/dev/null.1")));
        assertThrows(LogException.class, () -> rig.pump.clear(P));
        assertEquals(List.of(), rig.log.lines());
    }

    @Test
    void nothingIsDoneAfterTheEnd() throws OpenFailed {
        rig.child(rig.to("out", 0, 0)).write("stored by the end");
        rig.pump.close();
        assertEquals("stored by the end", rig.read("out"));
        rig.pump.flush(P);
        rig.pump.detach(P);
        rig.pump.reopen();
        assertEquals("stored by the end", rig.read("out"));
    }
}
