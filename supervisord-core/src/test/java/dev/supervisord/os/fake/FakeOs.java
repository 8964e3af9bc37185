package dev.supervisord.os.fake;

import java.util.ArrayList;
import java.util.List;

/** One fake machine: its clock, and whatever lives by it. */
public final class FakeOs {

    private final FakeClock clock = new FakeClock();
    private final FakeProcesses processes = new FakeProcesses(clock);

    public FakeClock clock() {
        return clock;
    }

    public FakeProcesses processes() {
        return processes;
    }

    /** For {@code @AfterEach}: fails when something was misused, still lives or is still open. */
    public void assertClean() {
        List<String> faults = new ArrayList<>(processes.faults());
        if (!faults.isEmpty()) {
            throw new AssertionError("the operating system was misused:\n  " + String.join("\n  ", faults));
        }
    }
}
