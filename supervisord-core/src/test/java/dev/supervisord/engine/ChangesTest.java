package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.engine.Snapshot.DaemonPhase;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.SpecBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private static ProcessView view(String name) {
        return ViewBuilder.stopped(SpecBuilder.process(name).build());
    }

    private static Snapshot snapshot(long revision, ProcessView... views) {
        return new Snapshot(revision, DaemonPhase.RUNNING, Plans.of(), List.of(views));
    }

    private static final ProcessView A = view("a");
    private static final ProcessView B = view("b");
    private static final ProcessView C = view("c");

    @Test
    void whatIsTheSameIsNoChange() {
        assertEquals(
                new Changes(2, List.of(), List.of(), false), Changes.between(snapshot(1, A, B), snapshot(2, A, B)));
    }

    @Test
    void anotherViewOfAProcessIsAChange() {
        ProcessView fresh = view("b");
        assertEquals(
                new Changes(2, List.of(fresh), List.of(), false),
                Changes.between(snapshot(1, A, B, C), snapshot(2, A, fresh, C)));
    }

    @Test
    void processesComeAndGoAnywhere() {
        assertEquals(
                new Changes(2, List.of(A, C), List.of(ProcessName.parse("b")), true),
                Changes.between(snapshot(1, B), snapshot(2, A, C)));
        assertEquals(
                new Changes(3, List.of(B), List.of(ProcessName.parse("a"), ProcessName.parse("c")), true),
                Changes.between(snapshot(2, A, C), snapshot(3, B)));
        assertEquals(
                new Changes(4, List.of(), List.of(ProcessName.parse("c")), false),
                Changes.between(snapshot(3, A, B, C), snapshot(4, A, B)));
    }
}
