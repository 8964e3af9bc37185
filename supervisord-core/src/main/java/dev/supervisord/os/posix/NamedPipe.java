package dev.supervisord.os.posix;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pipe with a name, as far as its keeper knows it. For one thread at a time. */
final class NamedPipe {

    private static final int NONE = -1;

    private final long inode;
    private Path name;
    private @Nullable PipePool pool;
    private int slot = NONE;
    private int descriptor = NONE;
    private boolean lent;

    /** @param inode by which it is found where nobody keeps it */
    NamedPipe(Path name, long inode) {
        this.name = name;
        this.inode = inode;
    }

    long inode() {
        return inode;
    }

    Path name() {
        return name;
    }

    void name(Path fresh) {
        name = fresh;
    }

    /** Who keeps it; nobody while that one has to be replaced. */
    Optional<PipePool> pool() {
        return Optional.ofNullable(pool);
    }

    /** From now on it is kept there. */
    void keptBy(PipePool keeper, int number) {
        pool = keeper;
        slot = number;
    }

    /** Who kept it has ended. */
    void lost() {
        pool = null;
        slot = NONE;
    }

    int slot() {
        return slot;
    }

    boolean isOpen() {
        return descriptor != NONE;
    }

    /** The daemon's own, while {@link #isOpen}. */
    int descriptor() {
        return descriptor;
    }

    void opened(int fd) {
        descriptor = fd;
    }

    /** Whether somebody in the daemon uses it, who is to close the descriptor. */
    boolean isLent() {
        return lent;
    }

    void lend() {
        lent = true;
    }

    /** It is about to be closed. */
    void giveBack() {
        lent = false;
        descriptor = NONE;
    }
}
