package dev.supervisord.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationNamesTest {
    @TempDir
    Path directory;

    private NumberedRotation with(int backups, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(directory.resolve(name), name);
        }
        return new NumberedRotation(directory.resolve("f"), backups);
    }

    /** Name and content of all files. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }

    @Test
    void theOldestGoesWhenAllNamesAreTaken() throws IOException {
        with(2, "f", "f.1", "f.2").shift();
        assertEquals(Map.of("f.1", "f", "f.2", "f.1"), files());
    }

    @Test
    void partsMoveOnlyUpToTheFirstFreeName() throws IOException {
        with(5, "f", "f.1", "f.2", "f.4", "f.5").shift();
        assertEquals(Map.of("f.1", "f", "f.2", "f.1", "f.3", "f.2", "f.4", "f.4", "f.5", "f.5"), files());
    }

    @Test
    void everyInterruptionIsCompletedWithoutLoss() throws IOException {
        // The moments between the renames of .2 to .3, .1 to .2, and the file to .1.
        with(4, "f", "f.1", "f.3").shift();
        assertEquals(Map.of("f.1", "f", "f.2", "f.1", "f.3", "f.3"), files());
    }

    @Test
    void thePartThatHasToGoHasTheLastName() throws IOException {
        assertEquals(Optional.empty(), with(3, "f", "f.1", "f.2").outgoing());
        assertEquals(Optional.of(directory.resolve("f.3")), with(3, "f.3").outgoing());
        assertEquals(Optional.of(directory.resolve("f.4.gz")), with(4, "f.4.gz").outgoing());
        assertEquals(Optional.empty(), with(Integer.MAX_VALUE, "f.5").outgoing(), "however many are allowed");
    }

    @Test
    void ofManyOnlyThoseThatAreThereAreLookedAt() throws IOException {
        NumberedRotation many = with(Integer.MAX_VALUE, "f", "f.2.gz", "f.1", "f.10", "f.03", "f.4.old", "g.3");
        assertEquals(
                List.of("f.1", "f.2.gz", "f.10"),
                many.existing().stream()
                        .map(path -> path.getFileName().toString())
                        .toList());
        assertEquals(directory.resolve("f.1"), many.possible().get(0));
        assertTrue(many.possible().indexOf(directory.resolve("f.11.gz")) > 0, "where the oldest may have moved to");
        many.removeParts();
        assertEquals(Map.of("f", "f", "f.03", "f.03", "f.4.old", "f.4.old", "g.3", "g.3"), files());
        assertEquals(List.of(), new NumberedRotation(directory.resolve("none/f"), 100).existing());
    }

    @Test
    void removingTakesPartsOfAnEarlierHigherLimitToo() throws IOException {
        with(2, "f", "f.1", "f.2", "f.3", "f.4", "f.6", "f.old").removeParts();
        assertEquals(Map.of("f", "f", "f.6", "f.6", "f.old", "f.old"), files());
    }
}
