package dev.supervisord.os.posix;

import java.nio.file.Path;

/**
 * Mode and owner of a file by number, as configuration gives them; stateless.
 *
 * <p>Symbolic links are not followed: where others may write to the directory, one of them could put a link to any file in the place
 * of what the daemon has just made there, and would have that file's owner or mode changed.
 */
public final class PosixFiles {

    private PosixFiles() {}

    /** What is to be done to a file by a path that cannot change its meaning; 0 or -1 with {@code errno}. */
    private interface Change {
        int to(long path);
    }

    /** Sets the mode, for instance 0660, whatever the umask. {@code chmod(2)} */
    public static void setMode(Path path, int mode) {
        change(
                path,
                "set the mode of '" + path + "' to " + Integer.toOctalString(mode),
                file -> LibC.chmod(file, mode));
    }

    /** Sets user and group by number; -1 leaves either as it is. {@code chown(2)} */
    public static void setOwnership(Path path, int uid, int gid) {
        change(path, "give '" + path + "' to user " + uid + " and group " + gid, file -> LibC.chown(file, uid, gid));
    }

    /** By way of a descriptor that stands for the file and nothing else, {@code O_PATH} of {@code open(2)}. */
    private static void change(Path path, String what, Change change) {
        Scratch scratch = Scratch.ofThread();
        int file = LibC.open(scratch.text(path.toString()), Linux.O_PATH | Linux.O_NOFOLLOW | Linux.O_CLOEXEC, 0);
        if (file < 0) {
            throw Errno.failure(what);
        }
        try {
            if (change.to(scratch.text("/proc/self/fd/" + file)) != 0) {
                throw Errno.failure(what);
            }
        } finally {
            LibC.close(file);
        }
    }
}
