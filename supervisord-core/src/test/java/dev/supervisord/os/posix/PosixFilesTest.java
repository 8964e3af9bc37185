package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PosixFilesTest {

    @TempDir
    private Path directory;

    @Test
    void aModeIsSetExactly() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        PosixFiles.setMode(file, 0766);
        assertEquals("rwxrw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void ownerAndGroupAreSetOrLeft() throws IOException {
        assumeTrue(LibC.geteuid() == 0, "only root can give files away");
        Path file = Files.createFile(directory.resolve("file"));
        PosixFiles.setOwnership(file, 33, -1);
        PosixFiles.setOwnership(file, -1, 42);
        assertEquals(33, Files.getAttribute(file, "unix:uid"));
        assertEquals(42, Files.getAttribute(file, "unix:gid"));
    }

    @Test
    void whatALinkPointsToStaysAsItIs() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Object owner = Files.getAttribute(file, "unix:uid");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThrows(OsException.class, () -> PosixFiles.setMode(link, 0666));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        if (LibC.geteuid() == 0) {
            PosixFiles.setOwnership(link, 33, -1);
            assertEquals(owner, Files.getAttribute(file, "unix:uid"));
        }
    }

    @Test
    void aMissingFileIsNamed() {
        Path lost = directory.resolve("lost");
        OsException mode = assertThrows(OsException.class, () -> PosixFiles.setMode(lost, 0600));
        assertEquals(
                "cannot set the mode of '" + lost + "' to 600: No such file or directory (ENOENT)", mode.getMessage());
        OsException owner = assertThrows(OsException.class, () -> PosixFiles.setOwnership(lost, 1, 2));
        assertEquals(
                "cannot give '" + lost + "' to user 1 and group 2: No such file or directory (ENOENT)",
                owner.getMessage());
    }
}
