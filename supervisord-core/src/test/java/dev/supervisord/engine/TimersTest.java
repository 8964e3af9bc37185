package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimersTest {

    private final Timers timers = new Timers();
    private final List<String> fired = new ArrayList<>();

    private Timers.Armed arm(int seconds, String name) {
        return timers.arm(Duration.ofSeconds(seconds), () -> fired.add(name));
    }

    @Test
    void timersFireInTheOrderOfTheirTimesAndThenOfTheirArming() {
        arm(2, "second");
        arm(1, "first");
        arm(2, "third");
        arm(3, "later");
        assertEquals(Optional.of(Duration.ofSeconds(1)), timers.nextDue());
        timers.fireDue(Duration.ofSeconds(2));
        assertEquals(List.of("first", "second", "third"), fired);
        assertEquals(Optional.of(Duration.ofSeconds(3)), timers.nextDue());
        assertEquals(1, timers.size());
    }

    @Test
    void nothingFiresBeforeItsTime() {
        arm(1, "early");
        timers.fireDue(Duration.ofSeconds(1).minusNanos(1));
        assertEquals(List.of(), fired);
    }

    @Test
    void aDisarmedTimerDoesNotFire() {
        Timers.Armed first = arm(1, "first");
        arm(1, "second");
        timers.disarm(first);
        timers.disarm(first); // again is harmless
        timers.fireDue(Duration.ofSeconds(1));
        assertEquals(List.of("second"), fired);
        assertEquals(Optional.empty(), timers.nextDue());
    }

    @Test
    void aTimerMayDisarmAnotherThatIsDueWithIt() {
        List<Timers.Armed> victim = new ArrayList<>();
        timers.arm(Duration.ofSeconds(1), () -> timers.disarm(victim.get(0)));
        victim.add(arm(1, "victim"));
        timers.fireDue(Duration.ofSeconds(1));
        assertEquals(List.of(), fired);
    }

    @Test
    void whatAFiredTimerArmsForNowFiresToo() {
        timers.arm(Duration.ofSeconds(1), () -> arm(1, "armed late"));
        timers.fireDue(Duration.ofSeconds(1));
        assertEquals(List.of("armed late"), fired);
    }
}
