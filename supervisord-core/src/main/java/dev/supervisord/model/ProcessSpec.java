package dev.supervisord.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that is configured for one process, with every default filled in and every expansion made.
 *
 * <p>A record, so that "did it change?" is {@code !old.equals(fresh)}.
 *
 * @param name its address
 * @param program the configured section it comes from
 * @param number its {@code process_num}
 * @param command what is executed
 * @param directory the working directory; empty: the daemon's own
 * @param environment variables set on top of the daemon's own environment, {@code SUPERVISOR_*} and {@code PORT} included
 * @param port the port given to it by {@code port} and {@code port_step}
 * @param priority order among the processes of its group; lower starts earlier and stops later
 * @param attributes user, limits and whatever else a launch sets
 * @param role what it is to the other processes and to the daemon
 * @param leftovers what becomes of the processes that a run leaves behind
 * @param sockets the held sockets it gets ({@code sockets}, {@code fd0})
 */
public record ProcessSpec(
        ProcessName name,
        String program,
        int number,
        Command command,
        Optional<Path> directory,
        Map<String, String> environment,
        OptionalInt port,
        int priority,
        LaunchAttributes attributes,
        Role role,
        StartPolicy start,
        RestartPolicy restart,
        StopPolicy stop,
        LeftoverPolicy leftovers,
        OutputSpec output,
        PassedSockets sockets) {

    public ProcessSpec {
        environment = Map.copyOf(environment);
    }

    /** The same for a run that is the last: neither a failed start nor an exit is followed by another. */
    public ProcessSpec withoutRestarts() {
        return new ProcessSpec(
                name,
                program,
                number,
                command,
                directory,
                environment,
                port,
                priority,
                attributes,
                role,
                new StartPolicy(start.auto(), start.settle(), 0),
                new RestartPolicy(AutoRestart.NEVER, restart.expectedCodes(), restart.backoff()),
                stop,
                leftovers,
                output,
                sockets);
    }

    /** The same with another role. */
    public ProcessSpec with(Role other) {
        return new ProcessSpec(
                name,
                program,
                number,
                command,
                directory,
                environment,
                port,
                priority,
                attributes,
                other,
                start,
                restart,
                stop,
                leftovers,
                output,
                sockets);
    }
}
