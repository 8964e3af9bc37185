package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static ProcessStatus web(int number, ProcessState state, long uptimeMs) {
        return ProcessStatus.newBuilder()
                .setGroup("web")
                .setProcess("web_" + number)
                .setState(state)
                .setUptimeMs(uptimeMs)
                .build();
    }

    @Test
    void itTellsHowManyAreDoneAndWhoIsWaitedFor() {
        assertEquals(
                "starting: 1 of 3 done; waiting for web:web_1 (STARTING), web:web_2 (BACKOFF)",
                Progress.text(
                        Progress.Goal.STARTED,
                        List.of(
                                web(0, ProcessState.PROCESS_STATE_RUNNING, 5000),
                                web(1, ProcessState.PROCESS_STATE_STARTING, 10),
                                web(2, ProcessState.PROCESS_STATE_BACKOFF, 0)),
                        1000));
    }

    @Test
    void whatRunsSinceBeforeTheRestartIsNotRestartedYet() {
        List<ProcessStatus> processes = List.of(
                web(0, ProcessState.PROCESS_STATE_RUNNING, 5000), web(1, ProcessState.PROCESS_STATE_RUNNING, 600));
        assertEquals(
                "restarting: 1 of 2 done; waiting for web:web_0 (RUNNING)",
                Progress.text(Progress.Goal.RESTARTED, processes, 1000));
        assertEquals("", Progress.text(Progress.Goal.RESTARTED, processes, 6000));
    }

    @Test
    void aReloadWaitsForWhatIsOnItsWay() {
        assertEquals(
                "reloading: 2 of 3 done; waiting for web:web_2 (STOPPING)",
                Progress.text(
                        Progress.Goal.CONFIGURED,
                        List.of(
                                web(0, ProcessState.PROCESS_STATE_STOPPED, 0),
                                web(1, ProcessState.PROCESS_STATE_RUNNING, 10),
                                web(2, ProcessState.PROCESS_STATE_STOPPING, 0)),
                        1000));
    }

    @Test
    void itFitsInALine() {
        List<ProcessStatus> many = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> web(i, ProcessState.PROCESS_STATE_STOPPING, 0))
                .toList();
        String text = Progress.text(Progress.Goal.STOPPED, many, 1000);
        assertEquals(79, text.length());
        assertEquals("…", text.substring(78));
    }
}
