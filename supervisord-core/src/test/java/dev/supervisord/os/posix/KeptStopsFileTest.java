package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.KeptStops.Reading;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStopsFileTest {

    @TempDir
    private Path temporary;

    private Path file() {
        return temporary.resolve("state").resolve("kept-stopped");
    }

    private static SortedSet<ProcessName> names(String... names) {
        SortedSet<ProcessName> all = new TreeSet<>();
        for (String name : names) {
            all.add(ProcessName.parse(name));
        }
        return all;
    }

    @Test
    void nothingIsKeptWhereNothingWasWritten() {
        assertEquals(new Reading(Set.of(), List.of()), new KeptStopsFile(file()).read());
        assertTrue(Files.notExists(file().getParent()), "reading makes nothing");
    }

    @Test
    void whatWasWrittenLastIsRead() {
        new KeptStopsFile(file()).write(names("a", "old"));
        new KeptStopsFile(file()).write(names("a", "web:web_00", "ü x"));
        assertEquals(new Reading(names("a", "web:web_00", "ü x"), List.of()), new KeptStopsFile(file()).read());
    }

    @Test
    void aDamagedLineIsToldAndTheOthersCount() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "# by hand\n  a  \n\n\u0001\u0002\nb:c");
        Reading reading = new KeptStopsFile(file()).read();
        assertEquals(names("a", "b:c"), reading.names());
        assertEquals(List.of("cannot use line 4 of '" + file() + "': it is no name of a process"), reading.problems());
    }

    @Test
    void aListThatCannotBeReadIsToldAndNothingIsKept() throws IOException {
        Files.createDirectories(file());
        Reading reading = new KeptStopsFile(file()).read();
        assertEquals(Set.of(), reading.names());
        assertTrue(reading.problems().get(0).contains("cannot read which processes are kept stopped"));
    }

    @Test
    void aListThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        new KeptStopsFile(file()).write(names("a"));
        Files.createDirectory(Path.of(file() + ".draft"));
        assertThrows(OsException.class, () -> new KeptStopsFile(file()).write(names("a", "b")));
        assertEquals(names("a"), new KeptStopsFile(file()).read().names());
    }
}
