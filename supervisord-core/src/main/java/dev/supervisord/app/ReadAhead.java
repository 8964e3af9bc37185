package dev.supervisord.app;

import dev.supervisord.model.RunMark;
import dev.supervisord.os.OsException;
import dev.supervisord.os.posix.PosixProcesses;
import dev.supervisord.os.posix.RunFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Looks in advance at what a daemon that takes over from itself is about to look at, while the configuration is being read by
 * another thread. What it finds is not used: a JVM needs most of its time for whatever it does for the first time, and nobody
 * supervises meanwhile.
 */
final class ReadAhead {

    private ReadAhead() {}

    /** Begins with it where there was a daemon before; returns at once. */
    static void begin(Handoff handoff) {
        handoff.runtime().ifPresent(runtime -> NamedThreads.start("read-ahead", () -> read(runtime)));
    }

    private static void read(Path runtime) {
        try {
            RunFiles.in(runtime.resolve(RuntimeDirectory.RUNS)).readAll();
            new PosixProcesses().adopted().marked(RunMark.VARIABLE);
        } catch (IOException | OsException failed) {
            return; // it is read in earnest soon, and told then
        }
    }
}
