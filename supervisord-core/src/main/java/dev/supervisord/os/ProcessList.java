package dev.supervisord.os;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel tells of the processes of the machine, as far as they can be seen from here. Safe for use by several threads.
 *
 * <p>A pid may have been given to another process by the time that an answer is used, unless it is an own child that was not
 * reaped.
 */
public interface ProcessList {

    /**
     * A process that has not ended.
     *
     * @param parent the pid of its parent; 0: none that can be seen from here
     * @param session the session, named by the pid of the process that began it
     * @param name the first 15 bytes of its program's name, or what it has called itself since
     */
    record Seen(ProcessIdentity identity, int parent, int session, String name) {
        public Pid pid() {
            return identity.pid();
        }
    }

    /** One process; empty when it has ended, even if nobody has reaped it yet. Never waits. */
    Optional<Seen> look(Pid pid);

    /**
     * All processes that have not ended.
     *
     * @throws OsException when the kernel does not tell, as without {@code /proc}
     */
    default List<Seen> all() {
        return allBut(new BitSet());
    }

    /**
     * The same without some, which are not looked at.
     *
     * @param pids of those
     */
    List<Seen> allBut(BitSet pids);

    /**
     * The value of a variable in the environment that a process was started with; empty also when we may not know, or when the
     * process has overwritten it. May wait for a process that the kernel keeps busy.
     */
    Optional<String> variable(Pid pid, String name);

    /** The words a process was started with, or calls itself by now, in one line; empty for what has none. May wait likewise. */
    String command(Pid pid);
}
