package dev.supervisord.output;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.os.posix.PosixPipeKeeper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A daemon reduced to its pump, and what keeps its pipes, to be killed: {@code PumpProcess DIRECTORY BYTES_MAX FORMAT}. */
final class PumpProcess {
    static final int BACKUPS = 2000;

    private PumpProcess() {}

    /** Starts one whose log is rotated at that size; it leaves a process that keeps its pipes. */
    static Process start(Path directory, LogFormat format, int bytesMax) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djna.tmpdir=" + System.getProperty("jna.tmpdir", "/tmp"),
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator, ":"),
                        PumpProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(bytesMax),
                        format.name())
                .inheritIO()
                .start();
    }

    /** What keeps the pipes of one, or of those that were killed. */
    static PosixPipeKeeper keeper(Path directory, Consumer<String> trouble) throws IOException {
        Path run = directory.resolve("run");
        return PosixPipeKeeper.in(
                directory.resolve("keeper"), List.of(run.resolve("fifo"), run.resolve("bay")), trouble);
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        PosixPipeKeeper keeper = keeper(directory, System.err::println);
        PumpRig rig = new PumpRig(directory, new PosixClock(), keeper);
        LogOptions options = new LogOptions(LogFormat.valueOf(arguments[2]), OnError.BLOCK, false, Archive.DEFAULT);
        Target file = new Target.File(rig.file("out"));
        rig.child(new LogSpec(file, Integer.parseInt(arguments[1]), BACKUPS, false, options));
        rig.pump.begin(PumpRig.P, 1);
        Files.writeString(directory.resolve("begun"), "");
        new CountDownLatch(1).await();
    }
}
