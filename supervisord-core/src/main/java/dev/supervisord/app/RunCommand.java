package dev.supervisord.app;

import dev.supervisord.config.ReadResult;
import dev.supervisord.config.StoredPlan;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code supervisord} without a command: runs the daemon. */
final class RunCommand {

    private static final int OK = 0;

    private final Configuration configuration;
    private final Invocation invocation;
    private final Handoff handoff;
    private final ReadAhead ahead;

    RunCommand(Configuration configuration, Invocation invocation, Handoff handoff, ReadAhead ahead) {
        this.configuration = configuration;
        this.invocation = invocation;
        this.handoff = handoff;
        this.ahead = ahead;
    }

    int run() throws Usage, InterruptedException {
        List<String> remarks = new ArrayList<>();
        Plan plan = read(remarks);
        DaemonSpec spec = plan.daemon();
        if (!spec.foreground() && !Detachment.isDetached()) {
            new Detachment().run(spec, configuration.file(), configuration.environment());
            return OK;
        }
        if (spec.user().isPresent()) {
            RunAs.become(spec.user().get(), configuration.environment());
        }
        return new Daemon(configuration, plan, invocation, handoff, ahead).run(remarks);
    }

    /** In a method of its own, so that what was read can be forgotten while the daemon runs. */
    private Plan read(List<String> remarks) throws Usage {
        Optional<StoredPlan> checked = CheckedPlan.receive(handoff.plan());
        if (checked.isPresent()) {
            remarks.addAll(checked.get().remarks());
            return checked.get().plan();
        }
        ReadResult result = configuration.readAll();
        if (result.plan().isEmpty()) {
            StringBuilder message = new StringBuilder();
            result.errors()
                    .forEach(
                            problem -> message.append("Error: ").append(problem).append('\n'));
            throw new Usage(message + "For help, use supervisord -h");
        }
        result.warnings().forEach(warning -> remarks.add(warning.toString()));
        return result.plan().get();
    }
}
