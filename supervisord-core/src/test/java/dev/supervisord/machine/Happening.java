package dev.supervisord.machine;

/** The events of {@link Event} without their particulars, in words for people. */
enum Happening {
    START("start"),
    STOP("stop"),
    RESTART("restart"),
    DEPENDENCIES_UP("dependencies up"),
    LAUNCHED("launched"),
    LAUNCH_FAILED("launch fails"),
    EXITED("exits"),
    MAIN_FOUND("main found"),
    MAIN_MISSING("main missing"),
    FORKED("start_timeout over"),
    SOUGHT("search over"),
    SETTLED("startsecs over"),
    RETRY("retry due"),
    PAUSE("pause over"),
    PATIENCE("stopwaitsecs over"),
    GRACE("leftovers_grace over"),
    LEFTOVERS_GONE("leftovers gone"),
    SIGNAL_REFUSED("signal refused");

    final String words;

    Happening(String words) {
        this.words = words;
    }

    static Happening of(Event event) {
        if (event instanceof Event.StartRequested) {
            return START;
        } else if (event instanceof Event.StopRequested) {
            return STOP;
        } else if (event instanceof Event.RestartRequested) {
            return RESTART;
        } else if (event instanceof Event.DependenciesUp) {
            return DEPENDENCIES_UP;
        } else if (event instanceof Event.Launched) {
            return LAUNCHED;
        } else if (event instanceof Event.LaunchFailed) {
            return LAUNCH_FAILED;
        } else if (event instanceof Event.ChildExited) {
            return EXITED;
        } else if (event instanceof Event.TimerFired fired) {
            return switch (fired.timer()) {
                case FORKED -> FORKED;
                case SOUGHT -> SOUGHT;
                case SETTLED -> SETTLED;
                case RETRY -> RETRY;
                case PAUSE -> PAUSE;
                case PATIENCE -> PATIENCE;
                case GRACE -> GRACE;
            };
        } else if (event instanceof Event.MainFound) {
            return MAIN_FOUND;
        } else if (event instanceof Event.MainMissing) {
            return MAIN_MISSING;
        } else if (event instanceof Event.LeftoversGone) {
            return LEFTOVERS_GONE;
        } else if (event instanceof Event.SignalRefused) {
            return SIGNAL_REFUSED;
        }
        throw new IllegalArgumentException("unknown: " + event);
    }
}
