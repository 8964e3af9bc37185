package dev.supervisord.os.posix;

import java.nio.file.Path;

/** Mode and owner of a file by number, as configuration gives them; stateless. */
public final class PosixFiles {

    private PosixFiles() {}

    /** Sets the mode, for instance 0660, whatever the umask; follows symbolic links. {@code chmod(2)} */
    public static void setMode(Path path, int mode) {
        if (LibC.chmod(Scratch.ofThread().text(path.toString()), mode) != 0) {
            throw Errno.failure("set the mode of '" + path + "' to " + Integer.toOctalString(mode));
        }
    }

    /** Sets user and group by number; -1 leaves either as it is. Follows symbolic links. {@code chown(2)} */
    public static void setOwnership(Path path, int uid, int gid) {
        if (LibC.chown(Scratch.ofThread().text(path.toString()), uid, gid) != 0) {
            throw Errno.failure("give '" + path + "' to user " + uid + " and group " + gid);
        }
    }
}
