package dev.supervisord.os.posix;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.supervisord.model.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Signals that are sent to the daemon. Safe for use by several threads; the actions run on threads of the JVM's and must
 * only post.
 */
public final class PosixSignals {

    private static final Set<Signal> USABLE =
            Set.of(Signal.HUP, Signal.INT, Signal.QUIT, Signal.TERM, Signal.USR1, Signal.USR2);

    private static final Signal ALARM = new Signal(14);

    private PosixSignals() {}

    /**
     * Has an action run whenever a signal comes: one of {@code HUP}, {@code INT}, {@code QUIT}, {@code TERM}, {@code USR1} and
     * {@code USR2}. Also where the daemon was started with the signal ignored, as by {@code nohup(1)}. Of several that come in
     * quick succession some may be lost.
     *
     * <p>{@code QUIT} arrives three seconds late, and must be taken once only, see {@link #takeQuit}. {@code USR2} disturbs the
     * JVM's flight recorder unless {@code _JAVA_SR_SIGNUM} names another signal.
     */
    public static void handle(Signal signal, Runnable action) {
        if (!USABLE.contains(signal)) {
            throw new IllegalArgumentException("the daemon cannot handle " + signal);
        }
        if (signal.equals(Signal.QUIT)) {
            takeQuit(action);
        } else {
            stopIgnoring(signal);
            JvmSignals.handle(signal, action);
        }
    }

    /** For a process that is about to execute a daemon: until that is up, a {@code HUP}, {@code USR1} or {@code USR2} is lost. */
    static void ignoreUntilHandled() {
        List.of(Signal.HUP, Signal.USR1, Signal.USR2).forEach(signal -> setHandler(signal, Linux.SIG_IGN));
    }

    /** The JVM leaves alone what it finds ignored. */
    private static void stopIgnoring(Signal signal) {
        if (handler(signal) == Linux.SIG_IGN) {
            setHandler(signal, Linux.SIG_DFL);
        }
    }

    /**
     * Takes {@code SIGQUIT} from the JVM, which keeps it for thread dumps and for {@code jcmd(1)} and does not give it away.
     *
     * <p>Its handler has to be native code that may run in any thread at any moment, and the daemon ships none. {@code
     * alarm(2)} is such code: called with the number of the signal, 3, it has the kernel send {@code SIGALRM} in three
     * seconds, which the JVM does give away. When {@code jcmd} wants to attach, which it shows by a file, the JVM's own
     * handler gets the signal. {@code jcmd PID Thread.print} is then the way to a thread dump.
     */
    private static synchronized void takeQuit(Runnable action) {
        long alarm = Pointer.nativeValue(NativeLibrary.getInstance("c").getGlobalVariableAddress("alarm"));
        long jvmHandler = handler(Signal.QUIT);
        if (jvmHandler == alarm) {
            throw new IllegalStateException("SIGQUIT is taken already");
        }
        JvmSignals.handle(ALARM, () -> {
            if (isAttachRequested() && jvmHandler != Linux.SIG_DFL && jvmHandler != Linux.SIG_IGN) {
                Function.getFunction(new Pointer(jvmHandler))
                        .invokeVoid(new Object[] {Signal.QUIT.number(), Pointer.NULL, Pointer.NULL});
            } else {
                action.run();
            }
        });
        setHandler(Signal.QUIT, alarm);
    }

    /** Where {@code jcmd} and its like leave their mark before they send {@code SIGQUIT}. */
    private static boolean isAttachRequested() {
        String mark = ".attach_pid" + LibC.getpid();
        return List.of(Path.of("/proc/self/cwd", mark), Path.of("/tmp", mark)).stream()
                .anyMatch(Files::exists);
    }

    private static long handler(Signal signal) {
        Memory action = Scratch.ofThread().struct();
        if (LibC.sigaction(signal.number(), 0, Scratch.address(action)) != 0) {
            throw Errno.failure("read the handler of " + signal);
        }
        return action.getLong(0);
    }

    private static void setHandler(Signal signal, long handler) {
        Memory action = Scratch.ofThread().struct();
        action.clear(Linux.SIGACTION_SIZE);
        action.setLong(0, handler);
        action.setInt(Linux.SIGACTION_FLAGS, Linux.SA_RESTART);
        if (LibC.sigaction(signal.number(), Scratch.address(action), 0) != 0) {
            throw Errno.failure("set the handler of " + signal);
        }
    }
}
