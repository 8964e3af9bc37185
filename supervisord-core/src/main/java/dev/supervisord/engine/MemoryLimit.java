package dev.supervisord.engine;

import dev.supervisord.machine.State;
import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import java.util.OptionalLong;

/**
 * What to say of a run that has ended after the kernel had killed some of its processes for want of memory. Its count does not tell
 * whom it has killed: a main process that died of SIGKILL, and not by us, is taken for one of them.
 */
final class MemoryLimit {

    private MemoryLimit() {}

    /** Empty when memory had nothing to do with it. */
    static String explain(ProcessSpec spec, State before, ExitStatus status, long oomKills) {
        if (oomKills <= 0 || before.kind() == State.Kind.STOPPING) {
            return "";
        }
        OptionalLong most = spec.attributes().cgroup().limits().memoryMax();
        String limit = most.isPresent()
                ? "killed by the memory limit of " + CgroupLimits.size(most.getAsLong())
                : "killed for want of memory";
        boolean itself = status instanceof ExitStatus.Signaled signaled
                && signaled.signal().equals(Signal.KILL);
        return itself ? limit : "one of its processes was " + limit;
    }
}
