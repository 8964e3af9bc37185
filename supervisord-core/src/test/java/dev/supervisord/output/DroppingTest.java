package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static dev.supervisord.output.PumpRig.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code log_on_error = "drop"}: a full disk costs bytes, which are counted, and never holds up the program. */
@Timeout(300)
class DroppingTest {
    private static final Pattern REMARK =
            Pattern.compile("(?:supervisord: |\"dropped_bytes\":)(\\d+)(?: bytes of stdout were dropped|,)");

    @TempDir
    Path directory;

    private Path small;
    private PumpRig rig;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small file system");
        small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "none", small.toString()) == 0,
                "this machine does not allow a mount");
        rig = new PumpRig(directory);
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (rig != null) {
            rig.close();
            assertEquals(0, run("umount", small.toString()));
        }
    }

    private Child drops(LogFormat format) {
        LogOptions options = new LogOptions(format, OnError.DROP, false, Archive.DEFAULT);
        return rig.child(new LogSpec(new Target.File(small.resolve("out")), 0, 0, false, options));
    }

    private StreamStatus status() {
        return rig.pump.status(P, Outputs.Channel.STDOUT).orElseThrow();
    }

    private void free(Path ballast) throws IOException {
        Files.delete(ballast);
        Eventually.until(
                () -> status().writeError().isEmpty(), () -> rig.log.lines().toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private String stored() {
        try {
            return Files.readString(small.resolve("out"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What all remarks together say was dropped. */
    private static long told(String text) {
        Matcher remark = REMARK.matcher(text);
        long told = 0;
        while (remark.find()) {
            told += Long.parseLong(remark.group(1));
        }
        return told;
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void whatFindsNoRoomIsDroppedAndAccountedForToTheByte(LogFormat format) throws Exception {
        Child child = drops(format);
        Path ballast = small.resolve("ballast");
        Files.write(ballast, new byte[180 * 1024]);
        int written = 0;
        StreamStatus full;
        do {
            // Were it held up, this would never end: it is more than disk and pipe hold together.
            child.write(lines(written, written + 5000));
            written += 5000;
            rig.pump.flush(P);
            full = status();
            // There may have been just enough room for the remark, and none for another line.
        } while (full.writeError().isEmpty());
        assertEquals("No space left on device", full.writeError());
        assertEquals(100L * written, full.storedBytes() + full.droppedBytes());
        assertTrue(full.storedBytes() > 10_000, full::toString);
        free(ballast);
        child.write(lines(written, written + 10));
        rig.pump.flush(P);
        StreamStatus after = status();
        assertEquals(100L * (written + 10), after.storedBytes() + after.droppedBytes());
        String text = stored();
        assertEquals(after.droppedBytes(), told(text), text);
        String behind = text.substring(text.lastIndexOf("No space left on device"));
        Matcher numbers = Pattern.compile("(\\d{8}) x{90}").matcher(behind);
        for (int number = written; number < written + 10; number++) {
            assertTrue(numbers.find());
            assertEquals(number, Integer.parseInt(numbers.group(1)));
        }
        if (format == LogFormat.RAW) {
            String rest = text.replaceAll("supervisord: .*\n", "");
            assertEquals(after.storedBytes(), rest.length());
        }
        assertTrue(
                rig.log.lines().get(0).endsWith("is dropped until the file can be written"), rig.log.lines()::toString);
    }

    /** Whether the end of a line of which the beginning was dropped comes later, or never. */
    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void theRestOfALineOfWhichABeginningWasDroppedIsDroppedToo(LogFormat format) throws Exception {
        Child child = drops(format);
        Path ballast = small.resolve("ballast");
        Files.write(ballast, new byte[180 * 1024]);
        child.write(lines(0, 5000));
        child.write("one half");
        rig.pump.flush(P);
        free(ballast);
        child.write(" and another\nwhole\n");
        rig.pump.flush(P);
        if (format == LogFormat.RAW) {
            assertTrue(stored().endsWith("No space left on device\nwhole\n"), this::stored);
        }
        Files.write(ballast, new byte[140 * 1024]);
        child.write(lines(0, 5000));
        child.write("nobody ends this");
        rig.pump.flush(P);
        free(ballast);
        rig.pump.finish(P);
        assertEquals(
                1_000_000 + "one half and another\nwhole\nnobody ends this".length(),
                status().storedBytes() + status().droppedBytes());
        assertEquals(status().droppedBytes(), told(stored()), this::stored);
    }
}
