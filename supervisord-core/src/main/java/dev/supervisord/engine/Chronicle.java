package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.machine.State;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LogLevel;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Pid;
import java.time.Duration;

/**
 * Tells the story of the processes in the daemon's log, in the words of Supervisor's, so that what greps one log greps the
 * other.
 */
final class Chronicle {

    private final Log log;

    Chronicle(Log log) {
        this.log = log;
    }

    void spawned(Supervised process, Pid pid) {
        log.info("spawned: '" + process.name() + "' with pid " + pid);
    }

    void adopted(Supervised process, Pid pid) {
        log.info("adopted: '" + process.name() + "' with pid " + pid);
    }

    /** A process has become the main process of a run that had another one before. */
    void mainFound(Supervised process, State.Seeking state, Pid pid) {
        String pidfile = process.spec().role().forking().orElseThrow().pidfile().toString();
        log.info(
                state.before() instanceof State.Forking
                        ? "forked: '" + process.name() + "' is pid " + pid + ", as " + pidfile + " says"
                        : "taken over: '" + process.name() + "' goes on as pid " + pid + ", as " + pidfile
                                + " says; its last" + " main process has ended ("
                                + state.cause().status() + ")");
    }

    void launchFailed(Supervised process) {
        log.warn("spawnerr: " + process.name() + ": " + process.reason());
    }

    void exited(Supervised process, State before, ExitStatus status) {
        String how = process.causeOfEnd().isEmpty() ? status.toString() : status + ", " + process.causeOfEnd();
        if (before.kind() == State.Kind.STOPPING) {
            LogLevel level = status instanceof ExitStatus.Exited ? LogLevel.INFO : LogLevel.WARN;
            log.log(level, "stopped: " + process.name() + " (" + status + ")");
            return;
        }
        boolean complete = before.kind() == State.Kind.RUNNING || before.kind() == State.Kind.WORKING;
        boolean expected = complete && process.spec().restart().expects(status);
        log.log(
                expected ? LogLevel.INFO : LogLevel.WARN,
                "exited: " + process.name() + " (" + how + "; " + (expected ? "expected" : "not expected") + ")");
    }

    void waits(Supervised process) {
        log.info(process.name() + " is " + process.reason());
    }

    /** A process has ended whose end is the daemon's. */
    void endsDaemon(Supervised process, int exitCode) {
        log.warn(process.name() + " is " + process.phase() + ", and its exit_policy is "
                + process.spec().role().exitPolicy() + ": shutting down, to exit with code " + exitCode);
    }

    /** Says what is worth saying of the state just entered. */
    void entered(Supervised process, State before) {
        State.Kind kind = process.state().kind();
        if (kind == before.kind()) {
            return;
        }
        switch (kind) {
            case RUNNING ->
                log.info("success: " + process.name() + " entered RUNNING state, process has stayed up for > than "
                        + seconds(process.spec()) + " seconds (startsecs)");
            case FATAL ->
                log.error("gave up: " + process.name()
                        + " entered FATAL state, too many start retries too quickly; last reason: " + process.reason());
            case STOPPING, ABORTING -> log.info("waiting for " + process.name() + " to stop");
            case UNKNOWN -> log.critical(process.name() + " entered UNKNOWN state: " + process.reason());
            case STOPPED,
                    WAITING,
                    LAUNCHING,
                    FORKING,
                    SEEKING,
                    STARTING,
                    WORKING,
                    BACKOFF,
                    CLEARING,
                    PAUSING,
                    EXITED -> {
                // Launches and exits have lines of their own.
            }
        }
    }

    private static String seconds(ProcessSpec spec) {
        Duration settle = spec.start().settle();
        return settle.toMillis() % 1000 == 0
                ? Long.toString(settle.toSeconds())
                : Double.toString(settle.toMillis() / 1000.0);
    }

    void killing(Supervised process, Pid pid) {
        log.warn("killing '" + process.name() + "' (" + pid + ") with SIGKILL");
    }

    void wentIntoBackground(Supervised process, String why) {
        log.warn(process.name() + ": " + why);
    }

    void endingLeftover(Supervised process, Pid pid, String name, Signal signal) {
        log.log(
                signal.equals(Signal.KILL) ? LogLevel.WARN : LogLevel.INFO,
                "ending what '" + process.name() + "' left behind: " + signal + " to " + pid + " (" + name + ")");
    }

    void cannotEndLeftover(Supervised process, Pid pid, String name) {
        log.error("cannot end " + pid + " (" + name + "), which '" + process.name()
                + "' left behind: not permitted; it runs as another user and has to be ended by hand");
    }

    void reapedUnknown(Exit exit) {
        log.debug("reaped unknown pid " + exit.pid() + " (" + exit.status() + ")");
    }

    void bug(RuntimeException bug) {
        StringBuilder trace = new StringBuilder();
        for (StackTraceElement element : bug.getStackTrace()) {
            trace.append("\n    at ").append(element);
        }
        log.critical("internal error, please report it: " + bug + trace);
    }
}
