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
        assertEquals(Optional.empty(), rig.pump.status(P, Channel.STDOUT));
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
    void aNameThatIsNotNeededAnyMoreIsForgotten() throws OpenFailed {
        rig.pump.name(P, PumpRig.only(AUTO));
        rig.pump.name(P, PumpRig.only(rig.to("out", 0, 0)));
        assertEquals(Optional.empty(), rig.pump.status(P, Channel.STDOUT));
        rig.pump.name(P, PumpRig.only(AUTO));
        Path before = named(Channel.STDOUT);
        rig.pump.detach(P);
        assertEquals(Optional.empty(), rig.pump.status(P, Channel.STDOUT));
        rig.pump.name(P, PumpRig.only(AUTO));
        assertTrue(!before.equals(named(Channel.STDOUT)), "another process of this name has a file of its own");
    }
}
