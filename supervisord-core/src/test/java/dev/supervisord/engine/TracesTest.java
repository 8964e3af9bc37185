package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.ProcessList.Seen;
import dev.supervisord.os.RunRecords;
import dev.supervisord.os.fake.FakeRunRecords;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static Traces.Sighting sighting(int pid, int session, long startTicks, String mark) {
        Seen seen = new Seen(new ProcessIdentity(new Pid(pid), startTicks), 1, session, "sleep");
        return new Traces.Sighting(seen, Optional.of(mark).filter(text -> !text.isEmpty()));
    }

    private static Map<String, ProcessIdentity> marked(Traces.Sighting... sightings) {
        return new Traces(new RunRecords.Reading(List.of(), List.of()), List.of(sightings)).marked();
    }

    @Test
    void aProgramIsFoundByItsMarkAndItsDescendantsAreNot() {
        assertEquals(
                Map.of("web", new ProcessIdentity(new Pid(7), 70)),
                marked(sighting(7, 7, 70, "web"), sighting(8, 7, 80, "web"), sighting(9, 9, 90, "")));
    }

    @Test
    void ofSeveralWithOneMarkTheOneThatStartedFirstIsIt() {
        assertEquals(
                Map.of("web", new ProcessIdentity(new Pid(8), 60)),
                marked(sighting(7, 7, 70, "web"), sighting(8, 8, 60, "web"), sighting(9, 9, 80, "web")));
    }

    @Test
    void allProcessesAreReadAndWhatMarkTheyBear() {
        List<Seen> all =
                List.of(sighting(7, 7, 70, "").seen(), sighting(8, 7, 80, "").seen());
        ProcessList list = new ProcessList() {
            @Override
            public Optional<Seen> look(Pid pid) {
                throw new AssertionError("all are asked for");
            }

            @Override
            public List<Seen> allBut(BitSet pids) {
                return all;
            }

            @Override
            public Optional<String> variable(Pid pid, String name) {
                assertEquals("SUPERVISORD_RUN", name);
                return pid.value() == 8 ? Optional.of("web") : Optional.empty();
            }

            @Override
            public String command(Pid pid) {
                throw new AssertionError("nobody is shown it");
            }
        };
        assertEquals(
                List.of(sighting(7, 7, 70, ""), sighting(8, 7, 80, "web")),
                Traces.read(new FakeRunRecords(), list).sightings());
    }
}
