package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Pid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EarlyExitsTest {

    private static final Exit EXIT = new Exit(new Pid(100), new ExitStatus.Exited(1));

    private final EarlyExits early = new EarlyExits();

    @Test
    void withoutALaunchUnderWayAnEndIsNobodys() {
        assertFalse(early.keep(EXIT));
        early.launchOrdered();
        early.launchReported();
        assertFalse(early.keep(EXIT));
    }

    @Test
    void anEndWaitsForTheReportOfItsLaunch() {
        early.launchOrdered();
        assertTrue(early.keep(EXIT));
        assertEquals(Optional.of(EXIT), early.take(EXIT.pid()));
        assertEquals(List.of(), early.launchReported());
        assertEquals(Optional.empty(), early.take(EXIT.pid()));
    }

    @Test
    void anEndThatNoLaunchBeforeItClaimsIsAnOrphans() {
        early.launchOrdered();
        early.launchOrdered();
        early.keep(EXIT);
        early.launchOrdered(); // ordered after that end: the pid may be used again by it, but the end is not its
        assertEquals(List.of(), early.launchReported());
        assertEquals(List.of(EXIT), early.launchReported());
        assertEquals(Optional.empty(), early.take(EXIT.pid()));
    }
}
