package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;
import org.junit.jupiter.api.Test;

/** The failures that cannot be brought about on every machine. */
final class ExecFailureTest {

    private static final Program TRUE = new Program("/bin/true", "/bin/true");

    private static LaunchFailure failure(int errno) {
        return ExecFailure.of(new Errno(errno), TRUE, 1000).failure();
    }

    @Test
    void tooManyProcesses() {
        assertEquals(
                new LaunchFailure(
                        Stage.FORK,
                        "EAGAIN",
                        "cannot start a process: too many processes; raise the limit of this user (RLIMIT_NPROC, the option"
                                + " minprocs) or of its control group (pids.max) (EAGAIN)"),
                failure(11));
    }

    @Test
    void outOfMemory() {
        assertEquals(
                new LaunchFailure(Stage.FORK, "ENOMEM", "cannot start a process: out of memory (ENOMEM)"), failure(12));
    }

    @Test
    void tooManyOpenFiles() {
        assertEquals(
                new LaunchFailure(
                        Stage.FORK,
                        "EMFILE",
                        "cannot start a process: too many open files; raise the limit (RLIMIT_NOFILE, the option minfds)"
                                + " (EMFILE)"),
                failure(24));
    }

    @Test
    void aBinaryWhoseLoaderIsMissing() {
        assertEquals(
                new LaunchFailure(
                        Stage.EXEC,
                        "ENOENT",
                        "cannot execute '/bin/true': the interpreter or dynamic loader that it names does not exist"
                                + " (ENOENT)"),
                failure(2));
    }

    @Test
    void anythingElseInTheWordsOfTheKernel() {
        assertEquals(
                new LaunchFailure(Stage.EXEC, "EIO", "cannot execute '/bin/true': Input/output error (EIO)"),
                failure(5));
    }
}
