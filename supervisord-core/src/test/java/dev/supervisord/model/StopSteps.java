package dev.supervisord.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes the signals of a stop in short: {@code TERM:2} is SIGTERM with 2 seconds of its own. */
public final class StopSteps {

    private StopSteps() {}

    public static List<StopStep> of(String... steps) {
        return Arrays.stream(steps).map(StopSteps::step).toList();
    }

    private static StopStep step(String text) {
        String[] parts = text.split(":", 2);
        Optional<Duration> wait = parts.length == 1
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (Double.parseDouble(parts[1]) * 1000)));
        return new StopStep(Signal.parse(parts[0]).orElseThrow(), wait);
    }
}
