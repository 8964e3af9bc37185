package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the files in which programs write their pids. */
class PosixPidFilesTest {

    @TempDir
    Path directory;

    private final PosixPidFiles files = new PosixPidFiles();

    private Optional<Pid> read(String content) throws IOException {
        return files.read(Files.writeString(directory.resolve("pid"), content));
    }

    @Test
    void whiteSpaceAroundThePidIsNothing() throws IOException {
        assertEquals(Optional.of(new Pid(4711)), read(" 4711\n\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "-1", "0", "1", "12x", "4711 4712", "99999999999"})
    void whatIsNoPidOfAProgramIsNone(String content) throws IOException {
        assertEquals(Optional.empty(), read(content));
    }

    @Test
    void aFileThatIsNotThereNamesNobody() {
        assertEquals(Optional.empty(), files.read(directory.resolve("missing")));
    }

    @Test
    void whatIsNoFileIsAnError() {
        assertThrows(OsException.class, () -> files.read(directory));
    }
}
