package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {

    @Test
    void theFirstUsableOneOfTheEnvironmentCounts(@TempDir Path directory) {
        assertEquals(
                directory,
                TemporaryDirectory.find(
                        Map.of("TMPDIR", directory + "/none", "TEMP", "", "TMP", directory.toString())));
    }

    @Test
    void withoutAnyItIsTheCommonOne() {
        assertEquals(Path.of("/tmp"), TemporaryDirectory.find(Map.of("TMPDIR", "")));
    }
}
