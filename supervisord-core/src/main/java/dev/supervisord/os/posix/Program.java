package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchFailure.Stage;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds the file that a command names, with Supervisor's words for what can be wrong with it.
 *
 * <p>A word with a slash is the file, relative to the child's directory as the kernel takes it. Any other is searched in the
 * {@code PATH} of the child as {@code execvp(3)} does: a directory or a file that may not be executed does not end the
 * search, but is what is complained about when nothing better follows.
 *
 * <p>Sees the file system as the calling thread does, so that a thread with a user's {@link FileCredentials} finds what that
 * user may execute.
 *
 * @param file the path to execute
 * @param seen the same file as the calling thread reaches it
 */
record Program(String file, String seen) {

    /** Where Supervisor looks when the child has no {@code PATH}. */
    private static final String DEFAULT_PATH = "/bin:/usr/bin:/usr/local/bin";

    /**
     * @param word the first word of the command
     * @param path the child's {@code PATH}, if it has one
     * @param place how the calling thread reaches a path that is relative to the child's directory
     */
    static Program find(String word, Optional<String> path, UnaryOperator<String> place) throws StageFailed {
        if (word.indexOf('/') >= 0) {
            check(word, place.apply(word));
            return new Program(word, place.apply(word));
        }
        StageFailed first = null;
        if (!word.isEmpty()) {
            for (String directory : path.orElse(DEFAULT_PATH).split(":", -1)) {
                String file = directory.isEmpty() ? "./" + word : directory + "/" + word;
                try {
                    check(file, place.apply(file));
                    return new Program(file, place.apply(file));
                } catch (StageFailed failed) {
                    boolean worthTelling = failed.failure().stage() == Stage.PERMISSION;
                    first = first == null && worthTelling ? failed : first;
                }
            }
        }
        throw first != null ? first : notFound(word, Errno.ENOENT);
    }

    private static void check(String file, String seen) throws StageFailed {
        Optional<FileStat> stat = FileStat.ofPath(seen);
        if (stat.isEmpty()) {
            Errno reason = Errno.last();
            throw reason.equals(Errno.EACCES) ? notPermitted(file) : notFound(file, reason);
        }
        if (stat.get().isDirectory()) {
            throw new StageFailed(Stage.PERMISSION, "command at '" + file + "' is a directory");
        }
        if (!stat.get().isExecutable()) {
            throw new StageFailed(Stage.PERMISSION, "command at '" + file + "' is not executable");
        }
        if (!mayExecute(seen)) {
            throw notPermitted(file);
        }
    }

    /** By the mode of the file, the directories above it, access lists, and whether its file system allows programs. */
    static boolean mayExecute(String seen) {
        return LibC.faccessat(Linux.AT_FDCWD, Scratch.ofThread().text(seen), Linux.X_OK, Linux.AT_EACCESS) == 0;
    }

    private static StageFailed notFound(String file, Errno reason) {
        String message = "can't find command '" + file + "'";
        boolean missing = reason.equals(Errno.ENOENT) || reason.equals(Errno.ENOTDIR);
        return new StageFailed(Stage.FIND, reason, missing ? message : message + ": " + reason);
    }

    private static StageFailed notPermitted(String file) {
        return new StageFailed(Stage.PERMISSION, Errno.EACCES, "no permission to run command '" + file + "'");
    }
}
