package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchFailure.Stage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Changes directory and mask of the calling thread, which shares them with no other, and changes them back. */
final class OwnPlace implements Place {

    /** The directory of the process's first thread, which is not one of Java's: the daemon's, wherever that moves. */
    private static final String HOME = "/proc/self/cwd";

    private final int homeUmask;
    private boolean away;

    OwnPlace() {
        homeUmask = LibC.umask(0);
        LibC.umask(homeUmask);
    }

    @Override
    public void enter(Optional<Path> directory, OptionalInt umask) throws StageFailed {
        if (directory.isPresent()) {
            if (LibC.chdir(Scratch.ofThread().text(directory.get().toString())) != 0) {
                throw StageFailed.byCall(Stage.CHDIR, "enter directory '" + directory.get() + "'");
            }
            away = true;
        }
        umask.ifPresent(LibC::umask);
    }

    @Override
    public void leave() {
        LibC.umask(homeUmask);
        if (away && LibC.chdir(Scratch.ofThread().text(HOME)) != 0) {
            throw Errno.failure("go back to the daemon's working directory");
        }
        away = false;
    }

    @Override
    public Optional<String> directoryForChild() {
        return Optional.empty();
    }

    @Override
    public boolean leavesUmask(OptionalInt umask) {
        return false;
    }

    @Override
    public OptionalInt umaskForChild() {
        return OptionalInt.empty();
    }

    @Override
    public String reach(String path) {
        return path;
    }
}
