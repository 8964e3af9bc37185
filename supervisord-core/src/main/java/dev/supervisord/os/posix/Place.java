package dev.supervisord.os.posix;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The working directory and file mode mask that a child starts with.
 *
 * <p>A child inherits both from the thread that starts it, and the threads of a process share them. Two ways out: {@link
 * OwnPlace}, exact and cheap, where the thread may have its own; {@link SharedPlace} where it may not, as under the
 * default rules of Docker, which forbid {@code unshare(2)}. For the launcher thread.
 */
sealed interface Place permits OwnPlace, SharedPlace {

    /** A place of the calling thread's own, if the kernel allows it. */
    static Place forThisThread() {
        return LibC.unshare(Linux.CLONE_FS) == 0 ? new OwnPlace() : new SharedPlace();
    }

    /** Goes there, or fails with stage {@code CHDIR}. Sees files as the calling thread does. */
    void enter(Optional<Path> directory, OptionalInt umask) throws StageFailed;

    /** Goes back to the daemon's directory and mask; harmless when {@link #enter} failed. */
    void leave();

    /** The directory that the child itself has still to change to. */
    Optional<String> directoryForChild();

    /** Whether the child itself would have to set this mask. */
    boolean leavesUmask(OptionalInt umask);

    /** The mask that the child itself has still to set. */
    OptionalInt umaskForChild();

    /** How the calling thread reaches a path that is relative to the child's directory. */
    String reach(String path);
}
