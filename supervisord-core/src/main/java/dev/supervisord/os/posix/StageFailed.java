package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;

/** Ends a launch at the stage that failed; becomes a value before it leaves the package. */
final class StageFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient LaunchFailure failure;

    /** No system call failed. */
    StageFailed(Stage stage, String message) {
        this(new LaunchFailure(stage, "", message));
    }

    /** The message is complete; the reason gives its symbolic name only. */
    StageFailed(Stage stage, Errno reason, String message) {
        this(new LaunchFailure(stage, reason.symbol(), message));
    }

    private StageFailed(LaunchFailure failure) {
        super(failure.message(), null, false, false); // it is a result, nobody looks at its stack trace
        this.failure = failure;
    }

    /** This thread's last call failed: {@code cannot <what>: <reason> (<errno>)}. */
    static StageFailed byCall(Stage stage, String what) {
        return because(stage, Errno.last(), what);
    }

    /** The same for a reason that is known already; what can be done about it is added. */
    static StageFailed because(Stage stage, Errno reason, String what) {
        boolean limited = reason.equals(Errno.EMFILE);
        String advice = limited ? "; raise the limit of the daemon (RLIMIT_NOFILE, the option minfds)" : "";
        return new StageFailed(stage, reason, "cannot " + what + ": " + reason + advice);
    }

    LaunchFailure failure() {
        return failure;
    }
}
