package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.output.Outputs.Channel;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.OpenFailed;
import dev.supervisord.output.Outputs.Rotated;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that the daemon names before anything is started. */
@Timeout(300)
@SuppressWarnings("try") // what is closed at the end need not be named before
class NamedLogTest {
    private static final LogSpec AUTO = new LogSpec(new Target.Auto(), 0, 0, false);
    private static final Start BEGINNING = new Start.Bytes(1000);

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

    private Path named(Channel channel) {
        return rig.pump.status(P, channel).flatMap(StreamStatus::file).orElseThrow();
    }

    @Test
    void itsFileIsThereAndKnownAndIsTheOneThatIsWrittenLater() throws OpenFailed, IOException {
        OutputSpec spec = new OutputSpec(AUTO, AUTO, false);
        rig.pump.name(P, spec);
        assertEquals(2, rig.names("auto").size());
        assertEquals(List.of(), rig.names("run/fifo"));
        Path stdout = named(Channel.STDOUT);
        Path stderr = named(Channel.STDERR);
        assertEquals(0, Files.size(stderr));
        rig.open(rig.pump.attach(P, spec).stdout().orElseThrow()).write("first\n");
        rig.pump.flush(P);
        assertEquals("first\n", Files.readString(stdout));
        assertEquals(List.of(stdout, stderr), List.of(named(Channel.STDOUT), named(Channel.STDERR)));
    }

    @Test
    void onlyWhatTheDaemonNamesIsMade() throws OpenFailed {
        rig.pump.name(P, new OutputSpec(rig.to("out", 0, 0), PumpRig.NONE, false));
        rig.pump.name(PumpRig.other(), new OutputSpec(AUTO, AUTO, true));
        assertEquals(1, rig.names("auto").size(), "stderr goes to stdout");
        assertEquals(List.of(), rig.names());
        assertEquals(rig.file("out"), named(Channel.STDOUT));
        assertEquals(Optional.empty(), rig.pump.status(P, Channel.STDERR));
        assertThrows(LogException.class, () -> rig.pump.file(P, Channel.STDOUT));
        assertThrows(LogException.class, () -> rig.pump.tail(P, Channel.STDOUT, BEGINNING, false, new ReadLines()));
    }

    @Test
    void whoReadsItFindsItEmpty() throws Exception {
        rig.pump.name(P, PumpRig.only(AUTO));
        ReadLines reader = new ReadLines();
        try (Closeable reading = rig.pump.tail(P, Channel.STDOUT, BEGINNING, false, reader)) {
            assertEquals("", reader.awaitEnd());
        }
        assertEquals(List.of(), rig.names("run/fifo"));
    }

    @Test
    void whoReadsAlongGetsTheFirstLine() throws Exception {
        rig.pump.name(P, PumpRig.only(AUTO));
        ReadLines reader = new ReadLines();
        try (Closeable reading = rig.pump.tail(P, Channel.STDOUT, BEGINNING, true, reader)) {
            rig.child(AUTO).write("first\n");
            reader.await("first\n");
        }
    }

    @Test
    void whatIsThereFromBeforeIsReadThoughNothingIsStarted() throws Exception {
        Files.writeString(rig.file("out"), "younger\n");
        Files.writeString(rig.file("out.1"), "older\n");
        rig.pump.name(P, PumpRig.only(rig.to("out", 0, 3)));
        assertEquals(Optional.of(rig.file("out")), rig.pump.file(P, Channel.STDOUT));
        ReadLines reader = new ReadLines();
        try (Closeable reading = rig.pump.tail(P, Channel.STDOUT, BEGINNING, false, reader)) {
            assertEquals("older\nyounger\n", reader.awaitEnd());
        }
    }

    @Test
    void whatIsThereFromBeforeCanBeRotatedAndCleared() throws Exception {
        rig.pump.name(P, PumpRig.only(rig.to("out", 0, 3)));
        assertEquals(Rotated.NOTHING, rig.pump.rotate(P));
        rig.pump.clear(P);
        assertEquals(List.of(), rig.names());
        Files.writeString(rig.file("out"), "one\n");
        assertEquals(Rotated.DONE, rig.pump.rotate(P));
        assertEquals("one\n", rig.read("out.1"));
        Files.writeString(rig.file("out"), "two\n");
        rig.pump.clear(P);
        assertEquals(List.of("out"), rig.names());
        assertEquals("", rig.read("out"));
    }

    @Test
    void aNameThatIsNotNeededAnyMoreIsForgotten() throws OpenFailed {
        rig.pump.name(P, PumpRig.only(AUTO));
        rig.pump.name(P, PumpRig.only(PumpRig.NONE));
        assertEquals(Optional.empty(), rig.pump.status(P, Channel.STDOUT));
        rig.pump.name(P, PumpRig.only(AUTO));
        Path before = named(Channel.STDOUT);
        rig.pump.detach(P);
        assertEquals(Optional.empty(), rig.pump.status(P, Channel.STDOUT));
        rig.pump.name(P, PumpRig.only(AUTO));
        assertTrue(!before.equals(named(Channel.STDOUT)), "another process of this name has a file of its own");
    }
}
