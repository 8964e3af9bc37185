package dev.supervisord.os;

import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.ProcessName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The cgroups of processes ({@code cgroups(7)}, version 2): one for each process that is to have one, in which everything stays that
 * descends from it.
 *
 * <p>Threads: {@link #prepare}, {@link #limit}, {@link #adopt}, {@link #remove} and {@link #end} are called by the launcher thread, or
 * when there is none; the others by any, and never wait.
 */
public interface Cgroups {

    /**
     * What a launch was prepared with.
     *
     * @param directory the cgroup to be entered; empty: there is none to be had
     * @param problems what cannot be had of that which is configured, each a sentence for people
     */
    record Prepared(Optional<Path> directory, List<String> problems) {
        public Prepared {
            problems = List.copyOf(problems);
        }
    }

    /** Makes the cgroup of a process that is about to be launched, with these limits. */
    Prepared prepare(ProcessName name, CgroupLimits limits);

    /** Gives other limits to a process that lives in its cgroup; tells what cannot be had. Nothing, where it is in none. */
    List<String> limit(ProcessName name, CgroupLimits limits);

    /** A process that an earlier daemon has launched goes on, perhaps in a cgroup that was made for it. */
    void adopt(ProcessName name, Pid main);

    /** Whether the process was launched into a cgroup which has not been removed. */
    boolean has(ProcessName name);

    /** The process in whose cgroup this one is; also one that this daemon has not launched. */
    Optional<ProcessName> owner(Pid pid);

    /** Kills all that is in the cgroup of a process, in one step. */
    void kill(ProcessName name);

    /** How many of the run's processes the kernel has killed for want of memory. */
    long oomKills(ProcessName name);

    /** What is counted there; empty where there is no cgroup. */
    Optional<Usage> usage(ProcessName name);

    /** Removes the cgroup of a run that has ended, unless something lives in it. */
    void remove(ProcessName name);

    /** Leaves nothing behind but what something lives in. */
    void end();

    /** No process is to have a cgroup. */
    static Cgroups none(String why) {
        return new Cgroups() {
            @Override
            public Prepared prepare(ProcessName name, CgroupLimits limits) {
                return new Prepared(Optional.empty(), List.of(why));
            }

            @Override
            public List<String> limit(ProcessName name, CgroupLimits limits) {
                return List.of();
            }

            @Override
            public void adopt(ProcessName name, Pid main) {
                // It goes on where it is.
            }

            @Override
            public boolean has(ProcessName name) {
                return false;
            }

            @Override
            public Optional<ProcessName> owner(Pid pid) {
                return Optional.empty();
            }

            @Override
            public void kill(ProcessName name) {
                throw new IllegalStateException("nothing has a cgroup");
            }

            @Override
            public long oomKills(ProcessName name) {
                return 0;
            }

            @Override
            public Optional<Usage> usage(ProcessName name) {
                return Optional.empty();
            }

            @Override
            public void remove(ProcessName name) {
                // There is none.
            }

            @Override
            public void end() {
                // There is nothing.
            }
        };
    }
}
