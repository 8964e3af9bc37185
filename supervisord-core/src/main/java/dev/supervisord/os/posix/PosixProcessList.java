package dev.supervisord.os.posix;

import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.posix.ProcFs.ProcessStat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The processes of the machine by {@code proc(5)}. Stateless. */
public final class PosixProcessList implements ProcessList {

    @Override
    public Optional<Seen> look(Pid pid) {
        return ProcFs.stat(pid)
                .filter(ProcessStat::isAlive)
                .map(stat -> new Seen(
                        new ProcessIdentity(pid, stat.startTicks()), stat.parent(), stat.session(), stat.name()));
    }

    @Override
    public List<Seen> allBut(BitSet pids) {
        List<Seen> all = new ArrayList<>();
        List<Pid> listed = ProcFs.pids();
        for (Pid pid : listed) {
            if (!pids.get(pid.value())) {
                look(pid).ifPresent(all::add);
            }
        }
        if (listed.isEmpty()) {
            throw new OsException("ENOENT", "list the processes in /proc", "it shows none, not even this one");
        }
        return all;
    }

    @Override
    public Optional<String> variable(Pid pid, String name) {
        return ProcFs.variable(pid, name);
    }

    @Override
    public String command(Pid pid) {
        try {
            return ProcFs.read("/proc/" + pid + "/cmdline")
                    .map(words -> NativeText.decode(words, 0, words.length)
                            .replaceAll("[\0\\p{Cntrl}]+", " ")
                            .strip())
                    .orElse("");
        } catch (OsException refused) {
            return ""; // not for us to know; its name still is
        }
    }
}
