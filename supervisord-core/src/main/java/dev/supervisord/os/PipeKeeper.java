package dev.supervisord.os;

import dev.supervisord.os.Descriptors.Fd;

/**
 * Keeps pipes open beyond the life of the daemon, so that what is in them is not lost when the daemon is killed and the
 * program that wrote it ends before the next daemon is there.
 *
 * <p>A pipe that cannot be kept is told to people and used all the same. Safe for use by several threads.
 */
public interface PipeKeeper {

    /**
     * Keeps this pipe from now on. To be called before anybody writes to it.
     *
     * @return whether that is so; where it is not, it is tried again
     */
    boolean keep(Fd pipe);

    /** The descriptor is about to be closed, because the pipe is not needed any more. */
    void forget(Fd pipe);

    /** A keeper for those who can do without: keeps nothing. */
    static PipeKeeper none() {
        return new PipeKeeper() {
            @Override
            public boolean keep(Fd pipe) {
                return false;
            }

            @Override
            public void forget(Fd pipe) {
                // It was not kept.
            }
        };
    }
}
