package dev.supervisord.app;

import dev.supervisord.config.ReadResult;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.os.posix.PosixEnvironment;
import java.util.List;

/** {@code supervisord} without a command: runs the daemon. */
final class RunCommand {

    private static final int OK = 0;

    private final Configuration configuration;
    private final String version;

    RunCommand(Configuration configuration, String version) {
        this.configuration = configuration;
        this.version = version;
    }

    int run() throws Usage, InterruptedException {
        ReadResult result = configuration.readAll();
        if (result.plan().isEmpty()) {
            StringBuilder message = new StringBuilder();
            result.errors()
                    .forEach(
                            problem -> message.append("Error: ").append(problem).append('\n'));
            throw new Usage(message + "For help, use supervisord -h");
        }
        Plan plan = result.plan().get();
        DaemonSpec spec = plan.daemon();
        if (!spec.foreground() && !Detachment.isDetached()) {
            new Detachment().run(spec, configuration.file(), PosixEnvironment.ofThisProcess());
            return OK;
        }
        if (spec.user().isPresent()) {
            RunAs.become(spec.user().get(), PosixEnvironment.ofThisProcess());
        }
        List<String> remarks = result.warnings().stream().map(Object::toString).toList();
        new Daemon(configuration, plan, version).run(remarks);
        return OK;
    }
}
