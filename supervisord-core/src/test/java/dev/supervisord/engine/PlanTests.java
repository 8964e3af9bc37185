package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;

import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What tests of new plans have in common: a world of {@code web} processes that ends clean. */
abstract class PlanTests {

    final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    static SpecBuilder web(int number) {
        return process("web:web_0" + number);
    }

    static List<String> told(Answer<List<PlanChange>> answer) {
        return answer.get().stream()
                .map(change -> change.name() + " " + change.kind() + " " + change.action())
                .toList();
    }

    void slowToEnd(String name) {
        world.running(name, FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(3), 0));
    }
}
