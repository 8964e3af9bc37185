package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.PipeKeeper;
import java.nio.file.Path;

/**
 * A pipe between the pipe of a flooding stream and its file.
 *
 * <p>While {@code splice(2)} writes to a file nobody else can use the pipe it reads from: a program that floods its pipe would stand
 * still for as long as the file takes. From pipe to pipe bytes are moved without being copied, in an instant; so the program goes on
 * while they are written to the file from here. They are in one of the two at every instant, and this one too has a name and is
 * kept beyond the daemon's life. Owned by the output thread.
 */
final class Bay {
    private final Descriptors descriptors;
    private final PipeKeeper keeper;
    private final Fd fd;
    private Path path;
    private long inside;

    private Bay(Descriptors descriptors, PipeKeeper keeper, Path path, Fd fd) {
        this.descriptors = descriptors;
        this.keeper = keeper;
        this.path = path;
        this.fd = fd;
        this.inside = descriptors.queued(fd);
    }

    /** Opens the one of this name, with what a killed daemon has left in it, or makes one. */
    static Bay open(Descriptors descriptors, PipeKeeper keeper, Path path) {
        return new Bay(descriptors, keeper, path, keeper.open(path));
    }

    /** Whether it outlives the daemon. */
    boolean isKept() {
        return keeper.isKept(fd);
    }

    Fd fd() {
        return fd;
    }

    Path path() {
        return path;
    }

    /** How many bytes are in it. */
    long inside() {
        return inside;
    }

    /** Makes it hold as much as a large pipe, if the kernel allows. */
    void enlarge() {
        descriptors.resize(fd, PipeRoom.LARGE);
    }

    /** Moves what is in a pipe here, as far as there is room. */
    void load(Fd pipe) {
        inside += Math.max(0, descriptors.splice(pipe, fd, PipeRoom.LARGE));
    }

    /** So many bytes have left it. */
    void unloaded(long bytes) {
        inside -= bytes;
    }

    /** From now on it has this name. */
    void rename(Path name) {
        keeper.rename(fd, name);
        path = name;
    }

    /** It is not to be found again. */
    void remove() {
        keeper.remove(fd);
    }

    /** With its name, the next daemon finds it. */
    void close() {
        keeper.forget(fd);
        descriptors.close(fd);
    }
}
