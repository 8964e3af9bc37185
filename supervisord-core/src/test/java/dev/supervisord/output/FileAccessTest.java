package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAccessTest {
    @TempDir
    Path directory;

    private Path file;
    private Path next;

    @BeforeEach
    void make() throws IOException {
        file = Files.createFile(directory.resolve("log"));
        next = directory.resolve("next");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    }

    @Test
    void theNextFileHasTheModeWhateverTheUmask() throws IOException {
        FileAccess.of(file).create(next);
        assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(next)));
    }

    @Test
    void theNextFileHasTheOwnersAlsoThoseWithoutAName() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        Files.setAttribute(file, "unix:uid", 471_101);
        Files.setAttribute(file, "unix:gid", 471_102);
        FileAccess.of(file).create(next);
        assertEquals(Map.of("uid", 471_101, "gid", 471_102), Files.readAttributes(next, "unix:uid,gid"));
        assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(next)));
    }

    @Test
    void aFileThatSomebodyHasMadeIsLeftAsItIs() throws IOException {
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileAccess.of(file).create(next);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(next)));
    }
}
