package dev.supervisord.output;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Mode and owner of a log file, which the file after it inherits: whoever may read a log may read it after a rotation, and
 * nobody else.
 */
record FileAccess(Set<PosixFilePermission> permissions, UserPrincipal owner, GroupPrincipal group) {

    static FileAccess of(Path file) throws IOException {
        PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
        return new FileAccess(found.permissions(), found.owner(), found.group());
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
        PosixFileAttributeView attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (!made.group.equals(group)) {
            attributes.setGroup(group);
        }
        if (!made.owner.equals(owner)) {
            attributes.setOwner(owner);
        }
        if (!made.permissions.equals(permissions)) {
            attributes.setPermissions(permissions);
        }
    }
}
