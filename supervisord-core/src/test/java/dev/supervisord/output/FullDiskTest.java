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
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.output.Outputs.Channel;
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

/** What happens to bytes that cannot be written. */
@Timeout(300)
class FullDiskTest {
    private static final ProcessName OTHER = new ProcessName("other", "other");

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

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void whatFindsNoRoomWaitsInThePipeUntilThereIsRoom() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small file system");
        Path small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=128k", "none", small.toString()) == 0,
                "this machine does not allow a mount");
        try {
            Path ballast = small.resolve("ballast");
            Files.write(ballast, new byte[96 * 1024]);
            Child child = rig.child(new LogSpec(new Target.File(small.resolve("out")), 0, 0, false));
            Child other = rig.child(OTHER, rig.to("other", 0, 0));
            child.write(lines(0, 900));
            rig.pump.flush(P);
            Eventually.until(
                    () -> rig.log.lines().size() == 1, () -> rig.log.lines().toString());
            assertEquals(
                    "ERROR cannot write " + small.resolve("out")
                            + ": No space left on device; stdout of p waits in its pipe until the file can be written",
                    rig.log.lines().get(0));
            other.write("others are not affected\n");
            rig.await("other", "others are not affected\n");
            Files.delete(ballast);
            Eventually.until(() -> rig.pump.stored(P, Channel.STDOUT) == 90_000, () -> "not stored");
            assertEquals(lines(0, 900), Files.readString(small.resolve("out")));
            assertEquals(
                    "INFO " + small.resolve("out") + " can be written again; nothing was lost",
                    rig.log.lines().get(1));
            rig.pump.close();
        } finally {
            assertEquals(0, run("umount", small.toString()));
        }
    }

    /** Lines that were put together for a full file must neither follow it when it is removed, nor cut off what others add to it. */
    @Test
    void encodedLinesThatFoundNoRoomGoToTheFileThatIsThereLater() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small file system");
        Path small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "none", small.toString()) == 0,
                "this machine does not allow a mount");
        try {
            Path out = small.resolve("out");
            Files.write(small.resolve("ballast"), new byte[56 * 1024]);
            LogOptions json = new LogOptions(LogFormat.JSON, OnError.BLOCK, false, Archive.DEFAULT);
            LogSpec spec = new LogSpec(new Target.File(out), 0, 0, false, json);
            Child child = rig.child(spec);
            Child other = rig.child(OTHER, spec);
            child.write("x".repeat(30_000) + "\n");
            rig.pump.flush(P);
            Eventually.until(() -> !rig.log.lines().isEmpty(), () -> "a full disk was not noticed");
            other.write("short\n");
            Eventually.until(() -> rig.read(out.toString()).contains("short"), () -> "the other's line does not fit");
            Spool.undo(
                    new PosixDescriptors(),
                    new OutputPlaces(
                                    directory.resolve("run"), directory.resolve("auto"), "supervisor", Optional.empty())
                            .of(new StreamKey(P, Channel.STDOUT))
                            .spool());
            assertTrue(rig.read(out.toString()).contains("short"), "cut off");
            Files.delete(out);
            Files.delete(small.resolve("ballast"));
            Eventually.until(
                    () -> rig.read(out.toString()).contains("xxxx"),
                    () -> "went with the removed file " + rig.log.lines());
        } finally {
            rig.pump.close();
            run("umount", small.toString());
        }
    }

    @Test
    void aFileThatNeverTakesAnythingHurtsNobodyElse() {
        Child child = rig.child(new LogSpec(new Target.File(Path.of("/dev/full")), 0, 0, false));
        Child other = rig.child(OTHER, rig.to("other", 0, 0));
        child.write("this goes nowhere\n");
        for (int i = 0; i < 100; i++) {
            other.write("x");
            rig.pump.flush(OTHER);
            assertEquals(i + 1, rig.bytes("other").length);
        }
        rig.pump.flush(P);
        assertEquals(0, rig.pump.stored(P, Channel.STDOUT));
        assertEquals(
                List.of("ERROR cannot write /dev/full: No space left on device; stdout of p waits in its pipe until the"
                        + " file can be written"),
                rig.log.lines());
    }

    @Test
    void aStreamThatIsDetachedWhileItsFileIsFullIsStoredLater() throws Exception {
        Files.createDirectory(rig.file("sub"));
        Child child = rig.child(rig.to("sub/out", 0, 0));
        Files.delete(rig.file("sub/out"));
        Files.delete(rig.file("sub"));
        Path fifo = directory.resolve("run/fifo/p.stdout");
        Eventually.until(
                () -> {
                    child.write("x");
                    return !rig.log.lines().isEmpty();
                },
                () -> "nobody noticed that the directory is gone");
        child.write("last words\n");
        rig.pump.detach(P);
        rig.pump.flush(P);
        assertTrue(Files.exists(fifo));
        Files.createDirectory(rig.file("sub"));
        Eventually.until(() -> !Files.exists(fifo), () -> "never closed");
        assertTrue(rig.read("sub/out").endsWith("last words\n"));
    }
}
