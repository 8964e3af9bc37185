package dev.supervisord.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples of a subclass, which lists them in a static method {@code examples}. */
abstract class Examples {

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void theMachineDecides(Example example) {
        Step step = Life.step(example.spec(), example.state(), example.event());
        boolean waits = example.left() && Clearance.isNeeded(example.spec(), example.state(), example.event(), step);
        assertEquals(
                example.expected(), waits ? Clearance.begin(example.spec(), example.state(), example.event()) : step);
    }

    /** All examples there are. */
    static List<Example> all() {
        return Stream.of(
                        StartExamplesTest.examples(),
                        StopExamplesTest.examples(),
                        LaunchExamplesTest.examples(),
                        ExitExamplesTest.examples(),
                        TimerExamplesTest.examples(),
                        ClearanceExamplesTest.examples(),
                        WaitingExamplesTest.examples(),
                        OneshotExamplesTest.examples(),
                        ForkingExamplesTest.examples())
                .flatMap(List::stream)
                .toList();
    }
}
