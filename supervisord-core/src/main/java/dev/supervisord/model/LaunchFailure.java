package dev.supervisord.model;

/**
 * Why a program could not be launched: the step that failed and what the operating system said.
 *
 * @param stage the step, so that programs can tell failures apart
 * @param errno the error's symbolic name, {@code ENOENT}, or empty when no system call failed
 * @param message a whole sentence for people, without the process's name and without a full stop
 */
public record LaunchFailure(Stage stage, String errno, String message) {

    /** The steps of a launch, in their order. */
    public enum Stage {
        /** Nothing was tried: an earlier run may still live, and somebody has to decide. */
        IN_DOUBT,
        /** The command could not be split into words, or is empty. */
        COMMAND,
        /** A held socket that it needs could not be opened. */
        SOCKET,
        /** The log file or the pipe for output could not be opened. */
        LOG,
        /** The user or group does not exist, or may not be switched to. */
        USER,
        /** The working directory is missing or cannot be entered. */
        CHDIR,
        /** The program was not found. */
        FIND,
        /** A file is there but may not be executed. */
        PERMISSION,
        /** A limit, the umask or another attribute could not be set. */
        ATTRIBUTE,
        /** The process table or memory is exhausted. */
        FORK,
        /** The kernel refused to execute the file. */
        EXEC
    }

    @Override
    public String toString() {
        return message;
    }
}
