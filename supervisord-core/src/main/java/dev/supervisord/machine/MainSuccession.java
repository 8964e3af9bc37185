package dev.supervisord.machine;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.SeekMain;
import dev.supervisord.machine.Effect.SendKill;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Forking;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Seeking;
import dev.supervisord.machine.State.Starting;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessSpec;
import java.time.Duration;

/**
 * The part of the {@link Life} in which one process takes the place of another as the main process of the same run: first what
 * was launched goes into the background, later a server may replace itself while it serves (SIGUSR2 of gunicorn and nginx).
 * Stateless.
 */
public final class MainSuccession {

    /** gunicorn's new master takes the pidfile over within a second after the old one has removed it. */
    static final Duration TAKEOVER = Duration.ofSeconds(3);

    private MainSuccession() {}

    /** Whether the end of the main process in this state may be no more than the beginning of another one. */
    public static boolean isPossible(ProcessSpec spec, State state, ExitStatus status) {
        return spec.role().forking().isPresent()
                && (state instanceof Forking
                        ? status.equals(new ExitStatus.Exited(0))
                        : state instanceof Starting || state instanceof Running);
    }

    static Step fork(dev.supervisord.model.Forking forking, Forking state) {
        return Step.to(state, new Arm(state.generation(), Timer.FORKED, forking.timeout()));
    }

    /** It stays in the foreground: a failed start, as soon as it has ended. */
    static Step tooLate(Forking state) {
        return Step.to(
                state,
                new SendKill(state.generation()),
                new Arm(state.generation(), Timer.FORKED, StopSequence.KILL_SPACING));
    }

    static Step seek(ProcessSpec spec, State state, ChildExited exit) {
        Duration patience =
                state instanceof Forking ? spec.role().forking().orElseThrow().timeout() : TAKEOVER;
        return Step.to(
                new Seeking(state, exit),
                new SeekMain(state.generation()),
                new Arm(state.generation(), Timer.SOUGHT, patience));
    }

    static Step found(ProcessSpec spec, Seeking state) {
        if (state.before() instanceof Running running) {
            return Step.to(running);
        }
        if (state.before() instanceof Forking forking) {
            return Life.settle(spec, new Starting(forking.generation(), forking.failures(), forking.shortRuns()));
        }
        return Life.settle(spec, (Starting) state.before());
    }

    static Step missing(ProcessSpec spec, Seeking state) {
        return Life.runEnded(spec, state.before(), state.cause());
    }
}
