package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellHistoryTest {
    @TempDir
    Path directory;

    @Test
    void linesAreKeptInAFileOfTheUsersAlone() throws IOException {
        Path file = directory.resolve("state/history");
        ShellHistory history = new ShellHistory(file);
        List.of("status", "status", " ", "start web").forEach(history::add);
        assertEquals(List.of("status", "start web"), new ShellHistory(file).lines());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void theOldestAreForgotten() {
        Path file = directory.resolve("history");
        ShellHistory history = new ShellHistory(file);
        for (int i = 0; i < 510; i++) {
            history.add("line " + i);
        }
        assertEquals(500, new ShellHistory(file).lines().size());
        assertEquals("line 10", history.lines().get(0));
    }

    @Test
    void aFileThatCannotBeReadIsLeftAlone() throws IOException {
        Path file = Files.write(directory.resolve("history"), new byte[] {(byte) 0xff, 10});
        ShellHistory history = new ShellHistory(file);
        history.add("status");
        assertEquals(List.of("status"), history.lines());
        assertEquals(2, Files.size(file));
    }

    @Test
    void theUsualPlaceIsThatOfState() {
        assertEquals(Path.of("/f"), ShellHistory.place("/f", Map.of("HOME", "/h")));
        assertEquals(
                Path.of("/s/supervisorctl/history"),
                ShellHistory.place(null, Map.of("HOME", "/h", "XDG_STATE_HOME", "/s")));
        assertEquals(Path.of("/h/.local/state/supervisorctl/history"), ShellHistory.place(null, Map.of("HOME", "/h")));
    }
}
