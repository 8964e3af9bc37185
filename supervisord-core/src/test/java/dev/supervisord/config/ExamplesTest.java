package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.CgroupSupport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples that come with the daemon are read without an error, and with no warning but of packages that are missing. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("basedir", "."), "..", "conf.d-examples")
            .toAbsolutePath()
            .normalize();

    @Test
    void theExamplesAreRead() {
        LocalMachine machine = new LocalMachine(
                Map.of("PATH", "/usr/bin:/bin"),
                EXAMPLES,
                name -> Optional.of(1),
                name -> Optional.of(1),
                name -> Optional.empty(),
                root -> CgroupSupport.of(Set.of()));
        Reading read = new Reading(ConfigReader.read(EXAMPLES.resolve("supervisord.toml"), machine));

        assertEquals(
                3,
                read.names().stream()
                        .filter(name -> name.startsWith("hello-world:"))
                        .count());
        assertEquals(
                List.of(),
                read.warnings().stream()
                        .filter(warning -> !warning.contains("can't find command"))
                        .toList());
    }
}
