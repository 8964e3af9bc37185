package dev.supervisord.app;

import dev.supervisord.os.Pid;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.os.posix.PosixProcessList;
import dev.supervisord.os.posix.PosixProcesses;
import dev.supervisord.os.posix.PosixUsers;

/** The operating system, as the parts of one daemon share it. */
record Posix(PosixProcesses processes, PosixProcessList list, PosixUsers users, PosixClock clock) {

    static Posix ofThisProcess() {
        return new Posix(new PosixProcesses(), new PosixProcessList(), new PosixUsers(), new PosixClock());
    }

    /** This daemon's own pid. */
    Pid self() {
        return processes.self();
    }
}
