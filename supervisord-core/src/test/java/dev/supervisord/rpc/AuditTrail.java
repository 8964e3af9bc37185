package dev.supervisord.rpc;

import dev.supervisord.log.AuditLog;
import dev.supervisord.output.Eventually;
import dev.supervisord.output.RecordedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An audit log in a directory, and what stands in it. */
final class AuditTrail {

    final AuditLog log;
    final Path file;

    AuditTrail(Path directory) throws IOException {
        file = directory.resolve("audit.log");
        log = AuditLog.open(file, 0, 0, new RecordedLog(), body -> {
            Thread thread = new Thread(body, "test-audit");
            thread.setDaemon(true);
            return thread;
        });
    }

    List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Waits until the lines are as they are wanted: they are written by a thread of their own. */
    void await(String wanted, Predicate<List<String>> lines) {
        Eventually.until(() -> lines.test(lines()), () -> "not in the audit log: " + wanted);
    }

    /** Waits for a line that has all these parts. */
    void awaitLine(String... parts) {
        await(
                "a line with " + List.of(parts),
                lines -> lines.stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
    }

    /** Until no place is left, as with a disk that takes nothing. */
    void fill() {
        boolean room = true;
        while (room) {
            room = log.reserve();
        }
    }

    void close() {
        log.close();
    }
}
