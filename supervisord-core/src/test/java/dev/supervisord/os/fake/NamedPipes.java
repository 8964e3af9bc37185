package dev.supervisord.os.fake;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.PipeKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives out named pipes of the file system, which nobody keeps beyond the last process that has one open. Strict: what was not opened here,
 * or was forgotten, is a fault. Safe for use by several threads.
 */
public final class NamedPipes implements PipeKeeper {

    private final Descriptors descriptors;
    private final boolean kept;
    private final Map<Fd, Path> open = new HashMap<>();

    /** @param kept whether it is to claim that pipes are kept */
    public NamedPipes(Descriptors descriptors, boolean kept) {
        this.descriptors = descriptors;
        this.kept = kept;
    }

    @Override
    public synchronized Fd open(Path name) {
        open.replaceAll((fd, known) -> known.equals(name) ? Path.of("") : known);
        descriptors.makeFifo(name, 0600);
        Fd pipe = descriptors.openFifoForPump(name);
        open.put(pipe, name);
        return pipe;
    }

    private Path name(Fd pipe) {
        Path name = open.get(pipe);
        if (name == null) {
            throw new AssertionError("not open: " + pipe);
        }
        return name;
    }

    @Override
    public synchronized boolean isKept(Fd pipe) {
        name(pipe);
        return kept;
    }

    @Override
    public synchronized boolean hasName(Fd pipe) {
        Path name = name(pipe);
        return !name.toString().isEmpty() && Files.exists(name);
    }

    @Override
    public synchronized void rename(Fd pipe, Path name) {
        try {
            Files.move(name(pipe), name, StandardCopyOption.ATOMIC_MOVE);
            open.put(pipe, name);
        } catch (IOException failed) {
            throw new OsException("ENOENT", "make the pipe '" + name + "'", String.valueOf(failed));
        }
    }

    @Override
    public synchronized void remove(Fd pipe) {
        Path name = name(pipe);
        try {
            if (!name.toString().isEmpty()) {
                Files.deleteIfExists(name);
            }
        } catch (IOException failed) {
            throw new OsException("EACCES", "remove '" + name + "'", String.valueOf(failed));
        }
        open.put(pipe, Path.of(""));
    }

    @Override
    public synchronized void forget(Fd pipe) {
        name(pipe);
        open.remove(pipe);
    }

    /** How many were not forgotten. */
    public synchronized int open() {
        return open.size();
    }
}
