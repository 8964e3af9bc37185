package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunMark;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Clock;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.PidFiles;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.ProcessList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks which process a pidfile names, and whether it is one of the run in question: a file may be left from an earlier run, and
 * its number be a stranger's by now. Used by one thread at a time, which may have to wait.
 */
public final class MainSearch {

    /**
     * The run whose main process is looked for.
     *
     * @param launched the process that was launched, or was the main process up to now; its session is the run's
     * @param since when that one was launched, by the monotonic clock
     */
    record Run(ProcessName name, long generation, Path pidfile, Optional<Pid> launched, Duration since) {}

    /** What was found. */
    sealed interface Finding {}

    /**
     * A living process of the run. It is watched from now on, and can be signalled and reaped like a child.
     *
     * @param age for how long it has lived
     */
    record Main(ProcessIdentity identity, Duration age) implements Finding {}

    /**
     * No process of the run.
     *
     * @param why for people
     * @param isWritten whether the file names a process all the same
     */
    record Nobody(String why, boolean isWritten) implements Finding {}

    /** A launch is reported a little later than it happens. */
    private static final Duration REPORTING = Duration.ofSeconds(1);

    private final PidFiles files;
    private final ProcessList list;
    private final Adopted kernel;
    private final Clock clock;
    private final Pid self;
    private final String instance;

    /** @param instance as in {@link RunJournal} */
    public MainSearch(PidFiles files, ProcessList list, Adopted kernel, Clock clock, Pid self, String instance) {
        this.files = files;
        this.list = list;
        this.kernel = kernel;
        this.clock = clock;
        this.self = self;
        this.instance = instance;
    }

    Finding look(Run run) {
        try {
            Optional<Pid> named = files.read(run.pidfile());
            return named.isPresent()
                    ? judge(run, named.get())
                    : new Nobody("its pidfile " + run.pidfile() + " names no process", false);
        } catch (OsException failed) {
            return new Nobody(String.valueOf(failed.getMessage()), false);
        }
    }

    private Finding judge(Run run, Pid pid) {
        String named = "its pidfile " + run.pidfile() + " names pid " + pid;
        Optional<ProcessList.Seen> seen = list.look(pid);
        if (seen.isEmpty()) {
            return new Nobody(named + ", which does not live", true);
        }
        if (!isOf(run, seen.get())) {
            return new Nobody(named + " (" + seen.get().name() + "), which is not of this run", true);
        }
        return kernel.adopt(seen.get().identity())
                .<Finding>map(age -> new Main(seen.get().identity(), age))
                .orElseGet(() -> new Nobody(named + ", which does not live", true));
    }

    private boolean isOf(Run run, ProcessList.Seen seen) {
        if (seen.pid().equals(self)) {
            return false;
        }
        Optional<String> mark = list.variable(seen.pid(), RunMark.VARIABLE);
        if (mark.isPresent()) {
            return mark.flatMap(text -> RunMark.parse(text, instance))
                    .filter(known -> known.name().equals(run.name()) && known.generation() == run.generation())
                    .isPresent();
        }
        return run.launched().filter(pid -> seen.session() == pid.value()).isPresent() || isUnmarkedOrphan(run, seen);
    }

    /** Programs that show a title of their own write it over their environment; the kernel has handed them to us all the same. */
    private boolean isUnmarkedOrphan(Run run, ProcessList.Seen seen) {
        return seen.parent() == self.value()
                && kernel.adopt(seen.identity())
                        .filter(age -> clock.monotonic()
                                        .minus(age)
                                        .compareTo(run.since().minus(REPORTING))
                                >= 0)
                        .isPresent();
    }
}
