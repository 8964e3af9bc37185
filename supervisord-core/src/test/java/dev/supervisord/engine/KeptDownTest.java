package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.SpecBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stops that are kept: what ends them, and what does not. */
class KeptDownTest {

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private static ProcessSpec web() {
        return SpecBuilder.process("web").build();
    }

    private static ProcessSpec changed() {
        return SpecBuilder.process("web").variable("NEW", "1").build();
    }

    private void keepWebStopped() {
        world.apply(web());
        world.pass(2);
        assertEquals(
                List.of(new Outcome("web", Code.STOPPED, "")),
                world.stopAndKeep("web").get());
    }

    private void assertKept() {
        world.pass(5);
        assertEquals(List.of("web STOPPED"), world.status());
        assertTrue(world.view("web").keptDown());
        assertEquals(Set.of(ProcessName.parse("web")), world.recorder.kept());
    }

    @Test
    void whatIsKeptStoppedIsShownAndWrittenDown() {
        keepWebStopped();
        assertKept();
    }

    @Test
    void noNewConfigurationStartsIt() {
        keepWebStopped();
        world.apply(changed());
        assertKept();
        world.apply(Plans.of(web()), ApplyMode.RESTART_CHANGED);
        assertKept();
        world.apply(Plans.of(web()), ApplyMode.RESTART_ALL);
        assertKept();
    }

    @Test
    void itIsKeptAlsoWhereItsConfigurationIsGoneForAWhile() {
        keepWebStopped();
        world.apply();
        assertEquals(List.of(), world.status());
        world.apply(web());
        assertKept();
    }

    @Test
    void aStartOfItEndsThat() {
        keepWebStopped();
        world.start("all");
        world.pass(2);
        assertEquals(List.of("web RUNNING"), world.status());
        assertFalse(world.view("web").keptDown());
        assertEquals(Set.of(), world.recorder.kept());
    }

    @Test
    void aRestartOfItEndsThat() {
        keepWebStopped();
        world.restart("web");
        world.pass(2);
        assertEquals(List.of("web RUNNING"), world.status());
        assertEquals(Set.of(), world.recorder.kept());
    }

    @Test
    void whatIsDownAlreadyCanBeKeptSo() {
        world.apply(web());
        world.pass(2);
        world.stop("web");
        assertEquals(
                List.of(new Outcome("web", Code.STOPPED, "")),
                world.stopAndKeep("web").get());
        assertKept();
    }

    @Test
    void aPlainStopOfWhatIsKeptChangesNothing() {
        keepWebStopped();
        assertEquals(Code.NOT_RUNNING, world.stop("web").get().get(0).code());
        assertKept();
    }

    @Test
    void whatCannotBeWrittenDownIsNotSaidToBeKept() {
        world.apply(web());
        world.pass(2);
        world.recorder.failWith("cannot write it: the disk is full");
        assertEquals(
                List.of(new Outcome("web", Code.NOT_KEPT, "cannot write it: the disk is full")),
                world.stopAndKeep("web").get());
        assertEquals(List.of("web STOPPED"), world.status());
        assertFalse(world.view("web").keptDown());
    }
}
