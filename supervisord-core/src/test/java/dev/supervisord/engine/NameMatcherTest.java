package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of names, as {@link Control} states them. */
class NameMatcherTest {

    private static final Snapshot SNAPSHOT = snapshot(
            "api",
            "one:only",
            "mixed:mixed",
            "mixed:other",
            "web:web_00",
            "web:web_01",
            "web:web_10",
            "webhook",
            "odd:[x]");

    private static Snapshot snapshot(String... names) {
        List<ProcessSpec> specs =
                Stream.of(names).map(name -> process(name).build()).toList();
        List<Snapshot.ProcessView> views =
                specs.stream().map(ViewBuilder::stopped).toList();
        return new Snapshot(1, Snapshot.DaemonPhase.RUNNING, Plans.of(specs), views);
    }

    private static List<String> found(String... names) {
        return SNAPSHOT.select(List.of(names)).processes().stream()
                .map(view -> view.name().toString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api          | api",
                "api:api      | api",
                "one:only     | one:only",
                "mixed        | mixed",
                "web:web_01   | web:web_01",
                "web          | web:web_00 web:web_01 web:web_10",
                "web:*        | web:web_00 web:web_01 web:web_10",
                "web:         | web:web_00 web:web_01 web:web_10",
                "one:*        | one:only",
                "mixed:*      | mixed mixed:other",
                "web:web_0?   | web:web_00 web:web_01",
                "web*         | web:web_00 web:web_01 web:web_10 webhook",
                "*:*_00       | web:web_00",
                "[ao]*:only   | one:only",
                "odd:[x]      | odd:[x]",
            })
    void aNameMeans(String name, String processes) {
        assertEquals(List.of(processes.split(" ", -1)), found(name));
    }

    @Test
    void allMeansEverything() {
        assertEquals(9, found("all").size());
        assertEquals(found("all"), found("*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch", "one", "web:nosuch", "nosuch:web_00", "z*", "web:[", "", "API"})
    void aNameThatFitsNothingIsNoProcess(String name) {
        assertEquals(
                List.of(new Outcome(name, Outcome.Code.NO_SUCH_PROCESS, "")),
                SNAPSHOT.select(List.of(name)).unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch:*", "nosuch:"})
    void aGroupThatIsNotThereIsNoGroup(String name) {
        assertEquals(
                List.of(new Outcome("nosuch", Outcome.Code.NO_SUCH_GROUP, "")),
                SNAPSHOT.select(List.of(name)).unknown());
    }

    @Test
    void aGlobMayStandForTheGroupToo() {
        assertEquals(found("web:*"), found("w*b:*"));
    }

    @Test
    void noNamesMeanEverything() {
        assertEquals(found("all"), found());
    }

    @Test
    void aProcessIsSelectedOnceInTheOrderOfTheNames() {
        assertEquals(
                List.of("web:web_10", "api", "web:web_00", "web:web_01"), found("web:web_10", "api", "web:*", "api"));
    }

    @Test
    void repeatingANameCostsNothingAndEachThatFitsNothingHasItsAnswer() {
        List<String> names = new ArrayList<>(Collections.nCopies(50_000, "all"));
        names.add("nosuch");
        names.add("nosuch");
        Selection selection = SNAPSHOT.select(names);
        assertEquals(found("all").size(), selection.processes().size());
        assertEquals(2, selection.unknown().size());
        assertEquals(1, matches(Collections.nCopies(50_000, "web*")));
    }

    private static int matches(List<String> names) {
        return new NameMatcher<>(new SnapshotNames(SNAPSHOT), Snapshot.ProcessView::name)
                .match(names)
                .size();
    }

    @Test
    void aNameThatFitsNothingDoesNotKeepTheOthersOut() {
        Selection selection = SNAPSHOT.select(List.of("nosuch", "api", "zz:*"));
        assertEquals(1, selection.processes().size());
        assertEquals(
                List.of("nosuch", "zz"),
                selection.unknown().stream().map(Outcome::name).toList());
    }
}
