package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private final List<List<Outcome>> given = new ArrayList<>();
    private final Results results = new Results(given::add);

    private static Outcome outcome(String name) {
        return new Outcome(name, Outcome.Code.STARTED, "");
    }

    @Test
    void outcomesAreGivenInTheOrderOfTheirPlaces() {
        int a = results.place();
        results.add(outcome("b"));
        int c = results.place();
        results.close();
        results.fill(c, outcome("c"));
        assertEquals(List.of(), given);
        results.fill(a, outcome("a"));
        assertEquals(List.of(List.of(outcome("a"), outcome("b"), outcome("c"))), given);
    }

    @Test
    void aSkippedPlaceLeavesNoGap() {
        int a = results.place();
        int b = results.place();
        results.skip(a);
        results.fill(b, outcome("b"));
        assertEquals(List.of(), given, "more places could follow");
        results.close();
        assertEquals(List.of(List.of(outcome("b"))), given);
    }

    @Test
    void nothingAskedIsAnsweredWhenClosed() {
        results.close();
        assertEquals(List.of(List.of()), given);
    }

    @Test
    void twoOutcomesForOnePlaceAreABug() {
        int a = results.place();
        results.fill(a, outcome("a"));
        assertThrows(IllegalStateException.class, () -> results.fill(a, outcome("a")));
    }
}
