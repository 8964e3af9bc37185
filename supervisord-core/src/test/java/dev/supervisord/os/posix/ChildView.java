package dev.supervisord.os.posix;

import dev.supervisord.model.Signal;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A child as {@code /proc} shows it. */
record ChildView(Pid pid) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static ChildView of(Pid pid) {
        return new ChildView(pid);
    }

    /** Waits for something that the child does by itself. */
    ChildView until(Predicate<ChildView> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ", process " + pid + " is:\n" + text("status"));
            }
            LockSupport.parkNanos(100_000);
        }
        return this;
    }

    /** Waits until it runs this program and not what comes before, and waits for something itself. */
    ChildView untilRuns(String comm) {
        return until(child ->
                child.text("comm").strip().equals(comm) && child.status("State").startsWith("S"));
    }

    boolean ignores(Signal signal) {
        return (signals("SigIgn") & (1L << (signal.number() - 1))) != 0;
    }

    /** A mask of {@code /proc/PID/status} by its name. */
    long signals(String mask) {
        return Long.parseUnsignedLong(status(mask), 16);
    }

    String status(String field) {
        return text("status")
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + field + " for " + pid));
    }

    List<String> children() {
        String children = text("task/" + pid + "/children").strip();
        return children.isEmpty() ? List.of() : List.of(children.split(" "));
    }

    Map<Integer, String> descriptors() {
        try (Stream<Path> entries = Files.list(path("fd"))) {
            Map<Integer, String> descriptors = new TreeMap<>();
            for (Path entry : entries.toList()) {
                descriptors.put(
                        Integer.parseInt(entry.getFileName().toString()),
                        Files.readSymbolicLink(entry).toString());
            }
            return descriptors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String link(String name) {
        try {
            return Files.readSymbolicLink(path(name)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** NUL-terminated entries, each byte as one character. */
    List<String> entries(String name) {
        String all = new String(bytes(name), StandardCharsets.ISO_8859_1);
        return all.isEmpty()
                ? List.of()
                : List.of(all.substring(0, all.length() - 1).split("\0", -1));
    }

    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String name) {
        return Path.of("/proc", pid.toString(), name);
    }
}
