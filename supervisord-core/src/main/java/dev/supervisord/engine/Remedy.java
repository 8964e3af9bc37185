package dev.supervisord.engine;

import dev.supervisord.model.LaunchFailure;

/** What to do about a launch that failed, as the beginning of a sentence. Stateless. */
final class Remedy {

    private Remedy() {}

    static String of(LaunchFailure failure) {
        return switch (failure.stage()) {
            case IN_DOUBT -> "end that process if it is a run of this program";
            case COMMAND -> "correct its command in the configuration and ctl reload";
            case SOCKET -> "free the socket's address, or correct its section and ctl reload";
            case LOG -> "let the daemon write to the log's directory, or correct the log's path and ctl reload";
            case USER -> "create the user or group, or correct it in the configuration and ctl reload";
            case CHDIR ->
                failure.errno().equals("EACCES")
                        ? "let its user enter the directory and those above it, or correct it in the configuration and ctl reload"
                        : "create the directory, or correct it in the configuration and ctl reload";
            case FIND -> "install the program, or correct its command in the configuration and ctl reload";
            case PERMISSION -> "make the program executable for its user";
            case ATTRIBUTE ->
                "correct the attribute in the configuration and ctl reload, or run the daemon with the right to set it";
            case FORK -> ofFork(failure.errno());
            case EXEC -> ofExec(failure.errno());
        };
    }

    /** The errors of pipe(2) and fork(2). */
    private static String ofFork(String errno) {
        return switch (errno) {
            case "EMFILE" -> "raise minfds in [supervisord] and start the daemon again";
            case "ENFILE" -> "raise the machine's limit of open files (sysctl fs.file-max)";
            default -> "end what uses up the machine's memory or processes";
        };
    }

    /** The errors of execve(2). */
    private static String ofExec(String errno) {
        return switch (errno) {
            case "E2BIG" -> "give it fewer or shorter arguments and environment variables and ctl reload";
            case "ETXTBSY" -> "wait until the file is written whole, or end what has it open (fuser -v FILE)";
            case "EAGAIN" -> "end what runs as its user, or raise nproc in its limits and ctl reload";
            case "EACCES", "EPERM" ->
                "let its user execute the file and what the file needs, also on a file system mounted with noexec";
            default -> "install a program that this machine can execute, and its interpreter";
        };
    }
}
