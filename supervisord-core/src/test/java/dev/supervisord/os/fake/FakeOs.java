package dev.supervisord.os.fake;

import java.util.List;
import java.util.stream.Stream;

/** One fake machine: its clock, and whatever lives by it. */
public final class FakeOs {

    private final FakeClock clock = new FakeClock();
    private final FakeProcesses processes = new FakeProcesses(clock);
    private final FakeDescriptors descriptors = new FakeDescriptors(clock);
    private final FakeUsers users = new FakeUsers();

    public FakeClock clock() {
        return clock;
    }

    public FakeProcesses processes() {
        return processes;
    }

    public FakeDescriptors descriptors() {
        return descriptors;
    }

    public FakeUsers users() {
        return users;
    }

    /** For {@code @AfterEach}: fails when something was misused, still lives or is still open. */
    public void assertClean() {
        List<String> faults = Stream.concat(processes.faults().stream(), descriptors.faults().stream())
                .toList();
        if (!faults.isEmpty()) {
            throw new AssertionError("the operating system was misused:\n  " + String.join("\n  ", faults));
        }
    }
}
