package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.RunMark;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.fake.FakeCgroups;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final int DAEMON = 5;
    private static final int CHILD = 6;
    private static final int MARKED = 7;
    private static final int STRANGER = 8;

    /** A child of the daemon, what bears the mark of a daemon, and a stranger, all children of init but the first. */
    private static final class SomeProcesses implements ProcessList {
        @Override
        public List<Seen> allBut(BitSet pids) {
            return List.of(seen(CHILD, DAEMON), seen(MARKED, 1), seen(STRANGER, 1));
        }

        private static Seen seen(int pid, int parent) {
            return new Seen(new ProcessIdentity(new Pid(pid), 10L * pid), parent, pid, "sleep");
        }

        @Override
        public Optional<Seen> look(Pid pid) {
            throw new AssertionError("all are asked for");
        }

        @Override
        public Optional<String> variable(Pid pid, String name) {
            assertEquals(RunMark.VARIABLE, name);
            return pid.value() == MARKED ? Optional.of("3.5.web@elsewhere") : Optional.empty();
        }

        @Override
        public String command(Pid pid) {
            throw new AssertionError("nobody is shown it");
        }
    }

    @Test
    void aStrangerHasNoMarkAndIsNoChild() {
        BitSet strangers =
                new Ownership(new SomeProcesses(), new FakeCgroups(), "/run/here").strangers(new Pid(DAEMON));
        assertEquals("{" + STRANGER + "}", strangers.toString());
    }
}
