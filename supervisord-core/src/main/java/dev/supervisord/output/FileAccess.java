package dev.supervisord.output;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Mode and owner of a log file, which the file after it inherits: whoever may read a log may read it after a rotation, and
 * nobody else. Owners are numbers: a name service that takes its time must not hold up every log.
 */
record FileAccess(Set<PosixFilePermission> permissions, int uid, int gid) {

    static FileAccess of(Path file) throws IOException {
        return new FileAccess(
                Files.getPosixFilePermissions(file), (Integer) Files.getAttribute(file, "unix:uid"), (Integer)
                        Files.getAttribute(file, "unix:gid"));
    }

    /** Makes an empty file of this mode and, where the daemon may give files away, this owner; unless there is one. */
    void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
        } catch (FileAlreadyExistsException e) {
            // Somebody made the next file himself, as logrotate does: his is as he wants it.
            return;
        }
        FileAccess made = of(file);
        if (made.gid != gid) {
            Files.setAttribute(file, "unix:gid", gid);
        }
        if (made.uid != uid) {
            Files.setAttribute(file, "unix:uid", uid);
        }
        if (!made.permissions.equals(permissions)) {
            Files.setPosixFilePermissions(file, permissions);
        }
    }
}
