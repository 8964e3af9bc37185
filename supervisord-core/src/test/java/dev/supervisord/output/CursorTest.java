package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static dev.supervisord.output.PumpRig.line;
import static dev.supervisord.output.PumpRig.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Archive;
import dev.supervisord.model.Archive.Compression;
import dev.supervisord.model.Archive.Names;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Outputs.Channel;
import dev.supervisord.output.Outputs.LogException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Going on where an earlier reader left off, and beginning by lines. */
@Timeout(300)
@SuppressWarnings("try") // what is closed at the end need not be named before
class CursorTest {
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

    /** The same files, with another daemon. */
    private void restart() throws IOException {
        rig.close();
        rig = new PumpRig(directory);
    }

    private LogSpec compressed(long bytesMax, int backups) {
        Archive archive = new Archive(Optional.empty(), Names.NUMBERED, Compression.GZIP, 0);
        LogOptions options = new LogOptions(LogFormat.RAW, OnError.BLOCK, false, archive);
        return new LogSpec(new Target.File(rig.file("out")), bytesMax, backups, false, options);
    }

    private ReadLines read(Start start) throws LogException, IOException {
        ReadLines reader = new ReadLines();
        try (Closeable reading = rig.pump.tail(P, Channel.STDOUT, start, false, reader)) {
            reader.awaitEnd();
        }
        assertEquals("ended", reader.end());
        assertEquals(0, reader.missed());
        return reader;
    }

    private String text(Start start) throws LogException, IOException {
        return read(start).text();
    }

    private void write(Child child, String text) {
        child.write(text);
        rig.pump.flush(P);
    }

    @RepeatedTest(5)
    void aReaderGoesOnOverRotationsCompressionAndAnotherDaemon() throws Exception {
        Child child = rig.child(compressed(1000, 9));
        write(child, lines(0, 3));
        Cursor cursor = read(new Start.Bytes(1000)).cursor();
        for (int i = 3; i < 65; i++) {
            write(child, line(i));
        }
        Eventually.until(
                () -> rig.names().stream()
                                .filter(name -> name.matches("out(\\.[1-6]\\.gz)?"))
                                .count()
                        == 7,
                () -> rig.names().toString());
        assertEquals(lines(3, 65), text(new Start.After(cursor)));
        restart();
        rig.child(compressed(1000, 9));
        assertEquals(lines(3, 65), text(new Start.After(cursor)));
        assertEquals(lines(0, 65), text(new Start.Bytes(Long.MAX_VALUE)));
        assertEquals(lines(63, 65), text(new Start.Bytes(200)));
        assertEquals(lines(28, 65), text(new Start.Bytes(3700)));
    }

    @Test
    void aReaderGoesOnAfterEachOfManyRotationsAndRestarts() throws Exception {
        StringBuilder got = new StringBuilder();
        Child child = rig.child(rig.to("out", 300, 4));
        Cursor cursor = read(new Start.Bytes(0)).cursor();
        for (int i = 0; i < 200; i += 4) {
            write(child, lines(i, i + 4));
            if (i % 40 == 0) {
                restart();
                child = rig.child(rig.to("out", 300, 4));
            }
            ReadLines reader = read(new Start.After(cursor));
            got.append(reader.text());
            cursor = Cursor.parse(reader.cursor().text()).orElseThrow();
        }
        assertEquals(lines(0, 200), got.toString());
    }

    @Test
    void aPlaceThatIsGoneIsTold() throws Exception {
        Child child = rig.child(rig.to("out", 300, 2));
        write(child, line(0));
        Cursor cursor = read(new Start.Bytes(1000)).cursor();
        for (int i = 1; i < 20; i++) {
            write(child, line(i));
        }
        ReadLines reader = read(new Start.After(cursor));
        assertTrue(reader.isLost());
        assertEquals(rig.whole("out", 2), reader.text());
        assertFalse(read(new Start.After(reader.cursor())).isLost());
    }

    @Test
    void aFollowerIsCutOffWhenTheDaemonEndsAndGoesOnWithTheNext() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        ReadLines reader = new ReadLines();
        rig.pump.tail(P, Channel.STDOUT, new Start.Bytes(0), true, reader);
        child.write("first\n");
        reader.await("first\n");
        child.write("last words");
        rig.pump.close();
        reader.awaitEnd();
        assertEquals("cut off", reader.end());
        restart();
        write(rig.child(rig.to("out", 0, 0)), " of one daemon\n");
        assertEquals("first\nlast words of one daemon\n", reader.text() + text(new Start.After(reader.cursor())));
    }

    @Test
    void linesAreCountedFromTheEnd() throws Exception {
        Child child = rig.child(rig.to("out", 300, 3));
        write(child, lines(0, 8));
        assertEquals(lines(7, 8), text(new Start.Lines(1)));
        assertEquals(lines(3, 8), text(new Start.Lines(5)));
        assertEquals(lines(0, 8), text(new Start.Lines(100)));
        assertEquals("", text(new Start.Lines(0)));
        write(child, "unfinished");
        assertEquals("unfinished", text(new Start.Lines(1)));
        assertEquals(line(7) + "unfinished", text(new Start.Lines(2)));
    }

    @Test
    void linesAreFoundInLargeFiles() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        StringBuilder written = new StringBuilder("\n\n");
        for (int i = 0; i < 9; i++) {
            written.append("x".repeat(50_000 + i)).append("\n");
        }
        child.write(written.toString());
        rig.pump.flush(P);
        assertEquals(written.toString(), text(new Start.Lines(11)));
        assertEquals(written.substring(1), text(new Start.Lines(10)));
        assertEquals(written.substring(2 + 50_001), text(new Start.Lines(8)));
    }
}
