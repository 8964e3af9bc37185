package dev.supervisord.config;

import dev.supervisord.model.Forking;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.ProgramType;
import dev.supervisord.model.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads where the main process of a program is found that puts itself into the background. */
final class ProgramForking {
    private final Values values;
    private final Locations locations;

    /** @param values of one process */
    ProgramForking(Values values, Locations locations) {
        this.values = values;
        this.locations = locations;
    }

    /** The role with the pidfile of this process, if the program forks. */
    Role complete(Role role) {
        boolean forks = role.type() == ProgramType.FORKING;
        boolean written = values.entry(ProgramKeys.PIDFILE).isPresent();
        if (forks && !written) {
            values.error(
                    ProgramKeys.TYPE,
                    "the main process of a program that forks cannot be found without a pidfile",
                    "write pidfile = the file in which the program writes its pid (gunicorn -p, uwsgi --pidfile)");
        }
        if (!forks && written) {
            values.error(
                    ProgramKeys.PIDFILE,
                    "a pidfile is only read for a program that forks",
                    "write type = forking if the program puts itself into the background, else remove pidfile");
        }
        Optional<Path> pidfile = locations.path(values, ProgramKeys.PIDFILE);
        return forks && pidfile.isPresent()
                ? role.foundBy(new Forking(pidfile.get(), values.get(ProgramKeys.START_TIMEOUT)))
                : role;
    }

    /** Of several processes with one file only the last to write it would be found. */
    static void refuseSharing(Values values, List<ProcessSpec> processes) {
        List<Path> files = processes.stream()
                .flatMap(process -> process.role().forking().stream())
                .map(Forking::pidfile)
                .toList();
        if (files.stream().distinct().count() < files.size()) {
            values.error(
                    ProgramKeys.PIDFILE,
                    "the processes of the program would write their pids into one file",
                    "write %(process_num)d into its name");
        }
    }
}
