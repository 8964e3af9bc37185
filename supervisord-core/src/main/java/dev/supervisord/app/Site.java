package dev.supervisord.app;

import dev.supervisord.engine.Ownership;
import dev.supervisord.log.DaemonLog;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.RunRecords;
import dev.supervisord.os.posix.RunFiles;
import dev.supervisord.output.OutputPlaces;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What all parts of one daemon stand on.
 *
 * @param plan what the configuration said when the daemon began
 * @param runtime its directory, which no other daemon uses
 * @param cgroups where it puts programs
 */
record Site(Posix posix, Plan plan, RuntimeDirectory runtime, Cgroups cgroups, DaemonLog log, Auditing audit) {

    DaemonSpec spec() {
        return plan.daemon();
    }

    /** What marks the processes of this directory's daemons. */
    String instance() {
        return runtime.instance();
    }

    /** How processes are known to be of this directory's daemons. */
    Ownership ownership() {
        return new Ownership(posix.list(), cgroups, instance());
    }

    /** @throws Usage when there is no place for them */
    RunRecords records() throws Usage {
        try {
            return RunFiles.in(runtime.runs());
        } catch (IOException failed) {
            throw new Usage("Error: cannot make the directory of records " + runtime.runs() + ": "
                    + RuntimeDirectory.reason(failed));
        }
    }

    /** Where log pipes and AUTO logs are. */
    OutputPlaces places() {
        return new OutputPlaces(runtime.path(), childLogDirectory(), spec().identifier(), spec().syslogSocket());
    }

    Path childLogDirectory() {
        return spec().childLogDirectory().orElseGet(() -> TemporaryDirectory.find(System.getenv()));
    }
}
