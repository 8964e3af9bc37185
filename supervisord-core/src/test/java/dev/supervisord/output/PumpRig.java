package dev.supervisord.output;

import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Clock;
import dev.supervisord.os.LaunchSpec.Stream.Pipe;
import dev.supervisord.os.PipeKeeper;
import dev.supervisord.os.fake.NamedPipes;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.os.posix.PosixDatagrams;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.os.posix.PosixPriority;
import dev.supervisord.output.Outputs.OpenFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A pump on real files in a directory of its own. At the end it checks that no descriptor was left open. */
final class PumpRig implements AutoCloseable {
    static final LogSpec NONE = new LogSpec(new Target.None(), 0, 0, false);
    static final ProcessName P = new ProcessName("p", "p");

    final Path directory;
    final RecordedLog log = new RecordedLog();
    final OutputPump pump;
    private final long descriptorsBefore;
    private final List<Child> children = new ArrayList<>();

    PumpRig(Path directory) throws IOException {
        this(directory, new PosixClock());
    }

    PumpRig(Path directory, Clock clock) throws IOException {
        this(directory, clock, new NamedPipes(new PosixDescriptors(), false));
    }

    PumpRig(Path directory, Clock clock, PipeKeeper keeper) throws IOException {
        this.directory = directory;
        this.descriptorsBefore = openDescriptors();
        Files.createDirectories(directory.resolve("auto"));
        Files.createDirectories(directory.resolve("log"));
        OutputPlaces places =
                new OutputPlaces(directory.resolve("run"), directory.resolve("auto"), "supervisor", Optional.empty());
        pump = OutputPump.start(system(clock, keeper), log, places);
    }

    private static OutputSystem system(Clock clock, PipeKeeper keeper) {
        return new OutputSystem(new PosixDescriptors(), clock, keeper, new PosixDatagrams(), new PosixPriority());
    }

    static ProcessName other() {
        return new ProcessName("other", "other");
    }

    Path file(String name) {
        return directory.resolve("log").resolve(name);
    }

    LogSpec to(String name, long bytesMax, int backups) {
        return new LogSpec(new Target.File(file(name)), bytesMax, backups, false);
    }

    static OutputSpec only(LogSpec stdout) {
        return new OutputSpec(stdout, NONE, false);
    }

    /** Attaches a process whose standard output goes there, and opens its end of the pipe. */
    Child child(ProcessName name, LogSpec stdout) {
        try {
            return open(pump.attach(name, only(stdout)).stdout().orElseThrow());
        } catch (OpenFailed e) {
            throw new AssertionError(e);
        }
    }

    Child child(LogSpec stdout) {
        return child(P, stdout);
    }

    Child open(Pipe pipe) {
        Child child = new Child(pipe);
        children.add(child);
        return child;
    }

    /** What is in a file of the log directory now; empty when there is none. */
    String read(String name) {
        return new String(bytes(name), StandardCharsets.ISO_8859_1);
    }

    byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names in the log directory, in order. */
    List<String> names() {
        return names("log");
    }

    List<String> names(String subdirectory) {
        try (Stream<Path> paths = Files.list(directory.resolve(subdirectory))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All parts of a log one after the other, oldest first. */
    String whole(String name, int backups) {
        StringBuilder whole = new StringBuilder();
        for (int number = backups; number >= 1; number--) {
            whole.append(read(name + "." + number));
        }
        return whole.append(read(name)).toString();
    }

    /** Waits until a file has this content. */
    void await(String name, String content) {
        Eventually.until(() -> read(name).equals(content), () -> name + " is: " + read(name) + log.lines());
    }

    /** A hundred bytes that begin with a number of eight digits. */
    static String line(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(8 - digits.length()) + digits + " " + "x".repeat(90) + "\n";
    }

    static String lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(line(i));
        }
        return lines.toString();
    }

    /** Those that a pump has: pipes, sets of descriptors, and files below the directory. */
    private long openDescriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(PumpRig::target)
                    .filter(target -> target.startsWith("pipe:")
                            || target.startsWith("anon_inode:")
                            || target.startsWith(directory.toString()))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // The one that was used for listing is closed by now.
            return "";
        }
    }

    @Override
    public void close() {
        pump.close();
        children.forEach(Child::close);
        long left = openDescriptors() - descriptorsBefore;
        if (left > 0) {
            throw new AssertionError(left + " descriptors were left open");
        }
    }
}
