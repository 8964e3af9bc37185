package dev.supervisord.output;

import dev.supervisord.model.LaunchFailure;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why a log could not be opened, and what to do about it. */
final class OpenAdvice {

    private OpenAdvice() {}

    /** The log file of a stream could not be opened. */
    static LaunchFailure failure(StreamKey key, Path path, OsException cause) {
        return failure(
                cause.errno(),
                "cannot open the log file " + path + ": " + cause.reason() + advice(key, cause.errno(), path));
    }

    /** The AUTO log of a stream could not be made in {@code childlogdir}. */
    static LaunchFailure failure(StreamKey key, Path directory, IOException cause) {
        String errno = cause instanceof NoSuchFileException
                ? "ENOENT"
                : cause instanceof AccessDeniedException ? "EACCES" : "";
        String what = "cannot create the log file for " + key + " in " + directory + ": " + WriteTrouble.reason(cause);
        return failure(errno, what + "; check childlogdir");
    }

    private static LaunchFailure failure(String errno, String message) {
        return new LaunchFailure(LaunchFailure.Stage.LOG, errno, message);
    }

    private static String advice(StreamKey key, String errno, Path path) {
        return switch (errno) {
            case "ENOENT" -> "; create the directory " + path.getParent() + " or change " + key.option();
            case "EACCES", "EPERM" -> "; let the daemon's user write there or change " + key.option();
            case "EISDIR" -> "; " + key.option() + " must name a file";
            case "ENXIO" -> "; nothing reads from it, change " + key.option();
            case "EMFILE", "ENFILE" -> "; raise minfds";
            case "ENOSPC", "EDQUOT" -> "; make room";
            default -> "; change " + key.option();
        };
    }
}
