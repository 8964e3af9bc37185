package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoLogsTest {
    private static final StreamKey KEY = new StreamKey(new ProcessName("g", "p/1"), Channel.STDOUT);

    @TempDir
    Path directory;

    private Set<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void aStreamKeepsItsFileUntilItIsForgotten() throws IOException {
        AutoLogs logs = new AutoLogs(directory, "main");
        Path file = logs.file(KEY);
        assertTrue(file.getFileName().toString().matches("p%2F1-stdout---main-[a-z0-9_]{8}\\.log"), file.toString());
        assertEquals(file, logs.file(KEY));
        Files.delete(file);
        assertEquals(file, logs.file(KEY));
        assertTrue(Files.exists(file));
        logs.forget(KEY);
        assertNotEquals(file, logs.file(KEY));
    }

    @Test
    void onlyOwnLeftoversAreRemoved() throws IOException {
        Path left = new AutoLogs(directory, "main").file(KEY);
        Files.createFile(directory.resolve(left.getFileName() + ".1"));
        Files.createFile(directory.resolve(left.getFileName() + ".gz"));
        new AutoLogs(directory, "main2").file(KEY);
        Files.createFile(directory.resolve("p-stdout---main-short.log"));
        Files.createDirectory(directory.resolve("d-stdout---main-abcdefgh.log"));
        Files.createSymbolicLink(directory.resolve("l-stdout---main-abcdefgh.log"), directory.resolve("elsewhere"));
        Set<String> before = names();
        assertEquals(2, AutoLogs.removeOld(directory, "main", Set.of()).size());
        before.remove(left.getFileName().toString());
        before.remove(left.getFileName() + ".1");
        assertEquals(before, names());
    }
}
