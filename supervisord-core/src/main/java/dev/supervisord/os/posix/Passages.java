package dev.supervisord.os.posix;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Pid;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The children on their way through the gate, so that the end of one of them can be told apart from the end of its program:
 * whoever reaps says here first what the child was when it ended. Used by the launcher thread and by the one that reaps.
 */
final class Passages {

    /**
     * The end of a child before its launch was over.
     *
     * @param name the name of what it ran, {@code /proc/PID/comm}
     */
    record End(String name, ExitStatus status) {}

    private final Map<Integer, Optional<End>> ends = new ConcurrentHashMap<>();

    void begin(Pid pid) {
        ends.put(pid.value(), Optional.empty());
    }

    void finish(Pid pid) {
        ends.remove(pid.value());
    }

    /** To be told of a child that has ended, while it can still be seen. */
    void reaping(Exit exit) {
        int pid = exit.pid().value();
        if (ends.containsKey(pid)) {
            String name = ProcFs.named(exit.pid()).map(ProcFs.Named::name).orElse("");
            ends.replace(pid, Optional.of(new End(name, exit.status())));
        }
    }

    Optional<End> end(Pid pid) {
        return ends.getOrDefault(pid.value(), Optional.empty());
    }
}
