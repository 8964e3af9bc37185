package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static dev.supervisord.output.PumpRig.line;
import static dev.supervisord.output.PumpRig.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When and how log files are rotated. */
@Timeout(300)
class RotationTest {
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

    private void store(Child child, String text) {
        child.write(text);
        rig.pump.flush(P);
    }

    @Test
    void aFileIsRotatedByTheFirstLineThatEndsAtOrBeyondItsLimit() {
        Child child = rig.child(rig.to("out", 1024, 3));
        store(child, lines(0, 60));
        assertEquals(List.of("out", "out.1", "out.2", "out.3"), rig.names());
        assertEquals(lines(55, 60), rig.read("out"));
        assertEquals(lines(44, 55), rig.read("out.1"));
        assertEquals(lines(33, 44), rig.read("out.2"));
        assertEquals(lines(22, 33), rig.read("out.3"));
    }

    @Test
    void aLimitThatIsMetExactlyRotatesAtOnce() {
        Child child = rig.child(rig.to("out", 1000, 2));
        store(child, lines(0, 10));
        assertEquals("", rig.read("out"));
        assertEquals(lines(0, 10), rig.read("out.1"));
    }

    @Test
    void linesThatComeInPiecesAreNotCut() {
        Child child = rig.child(rig.to("out", 1000, 9));
        for (char letter : lines(0, 42).toCharArray()) {
            store(child, String.valueOf(letter));
        }
        assertEquals(lines(40, 42), rig.read("out"));
        for (int part = 1; part <= 4; part++) {
            assertEquals(lines(40 - 10 * part, 50 - 10 * part), rig.read("out." + part));
        }
    }

    @Test
    void withoutBackupsTheFileIsEmptied() throws IOException {
        Child child = rig.child(rig.to("out", 1000, 0));
        Object before = Files.getAttribute(rig.file("out"), "unix:ino");
        store(child, lines(0, 25));
        assertEquals(List.of("out"), rig.names());
        assertEquals(lines(20, 25), rig.read("out"));
        assertEquals(before, Files.getAttribute(rig.file("out"), "unix:ino"));
    }

    @Test
    void aLineWithoutAnEndIsCutAMebibyteBeyondTheLimit() {
        Child child = rig.child(rig.to("out", 1000, 5));
        String endless = "y".repeat(2_500_000);
        store(child, endless);
        long most = 1000 + (1 << 20);
        assertEquals(most, rig.read("out.1").length());
        assertEquals(most, rig.read("out.2").length());
        assertEquals(endless, rig.whole("out", 5));
    }

    @Test
    void aCompleteFileOverItsLimitIsRotatedBeforeAnythingIsAdded() throws IOException {
        Files.writeString(rig.file("out"), lines(0, 20));
        Child child = rig.child(rig.to("out", 1000, 2));
        store(child, line(20));
        assertEquals(line(20), rig.read("out"));
        assertEquals(lines(0, 20), rig.read("out.1"));
    }

    @Test
    void anUnfinishedLineOverTheLimitIsFinishedFirst() throws IOException {
        Files.writeString(rig.file("out"), lines(0, 20) + "unfin");
        Child child = rig.child(rig.to("out", 1000, 2));
        store(child, "ished\nnext\n");
        assertEquals("next\n", rig.read("out"));
        assertEquals(lines(0, 20) + "unfinished\n", rig.read("out.1"));
    }

    @Test
    void filteredStreamsAreRotatedAtLineBordersToo() {
        LogSpec spec = new LogSpec(new Target.File(rig.file("out")), 1000, 9, true);
        Child child = rig.child(spec);
        store(child, lines(0, 42).replace("x", "\u001b[1mx\u001b[0m"));
        assertEquals(lines(40, 42), rig.read("out"));
        assertEquals(lines(0, 42), rig.whole("out", 9));
    }

    @Test
    void aRotationThatWasInterruptedLosesNothing() throws IOException {
        Files.writeString(rig.file("out"), lines(30, 40));
        // As it is after a daemon was killed between renaming .1 to .2 and the file to .1.
        Files.writeString(rig.file("out.2"), lines(20, 30));
        Files.writeString(rig.file("out.3"), lines(10, 20));
        Child child = rig.child(rig.to("out", 1000, 3));
        store(child, lines(40, 42));
        assertEquals(List.of("out", "out.1", "out.2", "out.3"), rig.names());
        assertEquals(lines(10, 42), rig.whole("out", 3));
    }

    @Test
    void theNextFileHasTheModeOfTheOneBefore() throws IOException {
        Child child = rig.child(rig.to("out", 100, 1));
        Files.setPosixFilePermissions(rig.file("out"), PosixFilePermissions.fromString("rw-rw----"));
        store(child, lines(0, 1) + "next\n");
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.file("out"))));
        assertEquals("next\n", rig.read("out"));
    }

    @Test
    void aFileThatCannotBeRotatedGrowsAndThatIsSaidOnce() throws IOException {
        Child child = rig.child(rig.to("out", 1000, 2));
        Files.createDirectories(rig.file("out.1/not empty"));
        Files.createDirectories(rig.file("out.2/not empty"));
        store(child, lines(0, 30));
        store(child, lines(30, 60));
        assertEquals(lines(0, 60), rig.read("out"));
        assertEquals(1, rig.log.lines().size(), rig.log.lines().toString());
        assertTrue(
                rig.log.lines().get(0).startsWith("ERROR cannot rotate " + rig.file("out") + ": "),
                rig.log.lines().toString());
    }

    @Test
    void changedLimitsHoldFromTheNextLaunch() throws Exception {
        Child child = rig.child(rig.to("out", 0, 0));
        store(child, lines(0, 20));
        rig.pump.attach(P, PumpRig.only(rig.to("out", 1000, 1)));
        rig.pump.flush(P);
        store(child, lines(20, 21));
        assertEquals(lines(0, 20), rig.read("out.1"));
        assertEquals(line(20), rig.read("out"));
    }
}
