package dev.supervisord.engine;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.os.Pid;
import java.util.List;

/** A launcher for programs without sockets and limits, and without a daemon before; output is stored as if by itself. */
abstract class NoLauncher implements Launcher {

    @Override
    public void nameLogs(ProcessSpec spec) {
        // Nobody looks for them.
    }

    @Override
    public void reopenStreams(ProcessSpec spec) {
        throw new AssertionError("nothing to reopen");
    }

    @Override
    public void storeOutput(ProcessName name) {
        // Nobody reads it.
    }

    @Override
    public void holdSockets(List<HeldSocket> sockets) {
        throw new AssertionError("no sockets are configured");
    }

    @Override
    public void limit(ProcessSpec spec) {
        throw new AssertionError("no limits are configured");
    }

    @Override
    public void adopt(ProcessSpec spec, Pid main) {
        throw new AssertionError("there was no daemon before");
    }

    @Override
    public void leaveCgroup(ProcessName name) {
        throw new AssertionError("there are no cgroups");
    }

    @Override
    public void giveSocketsBack(ProcessName name) {
        throw new AssertionError("no sockets were lent");
    }
}
