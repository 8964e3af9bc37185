package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Sockets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gets the held sockets back that a killed daemon had lent: the programs that live on still have them, and with them the
 * connections that wait. For the thread that starts the daemon.
 */
public final class RestoredSockets {

    private final Sockets kernel;
    private final HeldSockets held;
    private final Log log;

    public RestoredSockets(Sockets kernel, HeldSockets held, Log log) {
        this.kernel = kernel;
        this.held = held;
        this.log = log;
    }

    /** A socket that no living program has is bound anew when the plan is applied. */
    public void takeOver(List<Restored> runs, Plan plan) {
        if (plan.sockets().isEmpty()) {
            return;
        }
        Map<ProcessName, ProcessSpec> configured = new HashMap<>();
        plan.processes().forEach(spec -> configured.put(spec.name(), spec));
        for (Restored run : runs) {
            if (run.isAlive()) {
                takeOver(run, plan);
                ProcessSpec spec = configured.get(run.record().name());
                if (spec != null) {
                    held.isLent(spec.name(), spec.sockets());
                }
            }
        }
    }

    private void takeOver(Restored run, Plan plan) {
        Pid pid = new Pid(run.record().child().orElseThrow().pid());
        try {
            held.takeOver(plan.sockets(), kernel.listening(pid), run.record().name() + " with pid " + pid);
        } catch (OsException refused) {
            log.warn(refused.getMessage() + "; while " + run.record().name()
                    + " runs, its sockets stay open, and when it has ended they are bound anew");
        }
    }
}
