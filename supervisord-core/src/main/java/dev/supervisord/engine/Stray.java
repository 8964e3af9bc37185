package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;

/** Something that lives and was left behind by a run whose main process had ended before this daemon started. It is watched. */
public record Stray(ProcessName owner, ProcessIdentity identity) {

    public Pid pid() {
        return identity.pid();
    }
}
