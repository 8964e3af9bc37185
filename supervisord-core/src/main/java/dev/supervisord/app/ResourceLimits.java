package dev.supervisord.app;

import dev.supervisord.log.Log;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.os.posix.PosixLimits;
import dev.supervisord.os.posix.PosixLimits.Resource;
import dev.supervisord.rpc.RpcServer;
import java.util.Optional;

/**
 * Raises the daemon's soft limits to what it needs: {@code minfds} and {@code minprocs} as in Supervisor, and descriptors for
 * the logs of all configured processes. Children inherit the result.
 */
final class ResourceLimits {

    /** For the JVM itself, the control socket and its clients. */
    private static final long DESCRIPTORS_OF_ITS_OWN = 300;

    /** A pipe and a file for each of two streams, with as much again for launches and readers. */
    private static final long DESCRIPTORS_PER_PROCESS = 5;

    private ResourceLimits() {}

    /** @throws Usage when a configured minimum cannot be had */
    static void require(DaemonSpec spec) throws Usage {
        require(Resource.OPEN_FILES, spec.minFds(), "minfds");
        require(Resource.PROCESSES, spec.minProcs(), "minprocs");
    }

    /** Raises the limit to what this configuration needs, if it is lower; says so in the log when it cannot. Any thread may call. */
    static void makeRoom(Plan plan, Log log) {
        int processes = plan.processes().size();
        // As many as clients from anywhere can take, so that they take none that programs need.
        long remote = plan.daemon().control().tcp().isPresent() ? RpcServer.CONNECTIONS_MAX : 0;
        long wanted = DESCRIPTORS_OF_ITS_OWN + remote + DESCRIPTORS_PER_PROCESS * processes;
        PosixLimits.raiseSoft(Resource.OPEN_FILES, wanted)
                .ifPresent(
                        problem -> log.warn(processes + " processes need about " + wanted + " open files: " + problem));
    }

    private static void require(Resource resource, long minimum, String key) throws Usage {
        Optional<String> problem = PosixLimits.raiseSoft(resource, minimum);
        if (problem.isPresent()) {
            throw new Usage("Error: the " + key + " of [supervisord] cannot be met: " + problem.get() + "; lower " + key
                    + ", or raise the limit of whoever starts supervisord (ulimit)");
        }
    }
}
