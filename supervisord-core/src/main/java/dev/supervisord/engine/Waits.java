package dev.supervisord.engine;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Event.TimerFired;
import dev.supervisord.os.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** The timers of states: one process has one at most. Owned by the loop thread. */
final class Waits {

    private final Timers timers;
    private final Clock clock;
    private final RandomGenerator chance;
    private final BiConsumer<Supervised, TimerFired> whenOver;

    /** @param chance for what is to vary */
    Waits(Timers timers, Clock clock, RandomGenerator chance, BiConsumer<Supervised, TimerFired> whenOver) {
        this.timers = timers;
        this.clock = clock;
        this.chance = chance;
        this.whenOver = whenOver;
    }

    void arm(Supervised process, Arm arm) {
        disarm(process);
        Duration delay = arm.jitter() == 0 ? arm.delay() : varied(arm.delay(), arm.jitter());
        process.timer(timers.arm(clock.monotonic().plus(delay), () -> {
            process.timer(null);
            whenOver.accept(process, new TimerFired(arm.generation(), arm.timer()));
        }));
    }

    private Duration varied(Duration delay, double jitter) {
        double share = 1 + jitter * (2 * chance.nextDouble() - 1);
        return Duration.ofNanos((long) (delay.toNanos() * share));
    }

    void disarm(Supervised process) {
        Timers.Armed armed = process.timer();
        if (armed != null) {
            timers.disarm(armed);
            process.timer(null);
        }
    }
}
