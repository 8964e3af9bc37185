package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchFailure.Stage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Leaves the thread where it is and the change to the child: the directory by {@code posix_spawn}, the mask by the gate's
 * shell. Checks beforehand what the child could not report exactly.
 */
final class SharedPlace implements Place {

    private Optional<String> directory = Optional.empty();
    private OptionalInt umask = OptionalInt.empty();

    @Override
    public void enter(Optional<Path> directory, OptionalInt umask) throws StageFailed {
        this.directory = directory.map(Path::toString);
        this.umask = umask;
        if (directory.isPresent()) {
            String path = directory.get().toString();
            String what = "enter directory '" + path + "'";
            FileStat stat = FileStat.ofPath(path).orElseThrow(() -> StageFailed.byCall(Stage.CHDIR, what));
            if (!stat.isDirectory()) {
                throw StageFailed.because(Stage.CHDIR, Errno.ENOTDIR, what);
            }
            if (!Program.mayExecute(path)) {
                throw StageFailed.byCall(Stage.CHDIR, what);
            }
        }
    }

    @Override
    public void leave() {
        directory = Optional.empty();
        umask = OptionalInt.empty();
    }

    @Override
    public Optional<String> directoryForChild() {
        return directory;
    }

    @Override
    public boolean leavesUmask(OptionalInt umask) {
        return umask.isPresent();
    }

    @Override
    public OptionalInt umaskForChild() {
        return umask;
    }

    @Override
    public String reach(String path) {
        return path.startsWith("/") || directory.isEmpty() ? path : directory.get() + "/" + path;
    }
}
