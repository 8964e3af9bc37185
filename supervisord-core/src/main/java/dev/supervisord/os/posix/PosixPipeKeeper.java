package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.PipeKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps pipes in {@link PipePool}s: goes on with those of the last daemon, starts one when pipes are needed, and replaces one that ends.
 *
 * <p>Where none can be had, a pipe is a named one in the file system, which is slower and ends with the last process that has it open; the
 * next pool takes it in. Safe for use by several threads; {@link #run} has one of its own.
 */
public final class PosixPipeKeeper implements PipeKeeper {

    private static final int MODE = 0600;

    private final Consumer<String> trouble;
    private final PosixDescriptors descriptors = new PosixDescriptors();
    private final PipePools pools;
    private final PipeNames links;
    private final LeftPipes left;
    private final PipeTable pipes = new PipeTable();

    /** Directories of pools that have ended, which tell of their pipes until those are kept by others. */
    private final List<Path> remains = new ArrayList<>();

    private boolean due;
    private boolean troubled;
    private boolean running;
    private boolean ended;

    private PosixPipeKeeper(Path directory, List<Path> places, Consumer<String> trouble) throws IOException {
        this.trouble = trouble;
        this.pools = new PipePools(directory, "keeps the log pipes of " + directory.getParent());
        this.links = new PipeNames(directory.resolve("link"));
        pools.makeDirectory();
        links.clean();
        this.left = LeftPipes.find(pools, places);
        takeOver();
    }

    /**
     * Uses this directory, and makes it, readable by its owner only, if it is not there.
     *
     * @param places the directories in which the pipes have their names
     * @param trouble told what is wrong, in a sentence for people, when pipes cannot be kept
     */
    public static PosixPipeKeeper in(Path directory, List<Path> places, Consumer<String> trouble) throws IOException {
        try {
            return new PosixPipeKeeper(directory, places, trouble);
        } catch (OsException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    private void takeOver() {
        left.pipes().forEach(pipes::add);
        left.moved().forEach(this::point);
        remains.addAll(left.remains());
        if (pools.all().isEmpty() || left.pipes().stream().anyMatch(NamedPipe::isOpen)) {
            startPool();
        } else {
            removeRemains();
        }
        left.endIncomplete();
        pools.all().forEach(this::retire);
    }

    /** Whether a process of an earlier daemon was still there: whatever has ended that daemon, it has not ended all. */
    public boolean hasOutlivedDaemon() {
        return left.hasOutlivedDaemon();
    }

    /** Why a pipe of the last daemon is lost to which a process may still write; empty when it is not, or nobody can. */
    public Optional<String> whyLost(Path name) {
        return left.whyLost(name);
    }

    @Override
    public synchronized Fd open(Path name) {
        return pipes.lend(
                pipes.find(name).filter(this::isThere).or(() -> fresh(name)).orElseGet(() -> plain(name)));
    }

    /** Whether it is open now, and can be lent; one that is lent already has lost its name to somebody who removed that. */
    private boolean isThere(NamedPipe pipe) {
        if (pipe.isLent() || !PipeNames.isTaken(pipe.name())) {
            return false;
        }
        if (!pipe.isOpen() && pipe.pool().isPresent()) {
            PipePool pool = pipe.pool().get();
            pool.open(pipe.slot()).ifPresentOrElse(pipe::opened, () -> lookAt(pool));
        }
        return pipe.isOpen();
    }

    private Optional<NamedPipe> fresh(Path name) {
        if (PipeNames.isOther(name)) {
            return Optional.empty();
        }
        replaceUnfindable();
        Optional<NamedPipe> taken = Optional.empty();
        Optional<PipePool> pool = pools.withUnused().or(this::startPool);
        while (taken.isEmpty() && pool.isPresent()) {
            taken = take(name, pool.get());
            pool = pools.withUnused();
        }
        return taken;
    }

    /** Ends those whose directories somebody has removed, so that no other daemon would find them. */
    private void replaceUnfindable() {
        for (PipePool pool : pools.all()) {
            if (!Files.isDirectory(pool.process().directory())) {
                pool.process().end();
                pool.process().awaitEnd(PoolProcess.END_MILLIS);
                lookAt(pool);
            }
        }
    }

    /** Nothing from one that has ended, or has not what it should have. */
    private Optional<NamedPipe> take(Path name, PipePool pool) {
        Optional<PipePool.Opened> taken = pool.takeUnused();
        if (taken.isEmpty()) {
            lookAt(pool);
            return Optional.empty();
        }
        PipePool.Opened opened = taken.get();
        try {
            links.point(name, pool.path(opened.slot()));
        } catch (OsException failed) {
            LibC.close(opened.fd());
            throw failed;
        }
        NamedPipe pipe = new NamedPipe(name, pool.inode(opened.slot()));
        pipe.keptBy(pool, opened.slot());
        pipe.opened(opened.fd());
        return Optional.of(pipe);
    }

    /** A named pipe, as earlier versions had them. */
    private NamedPipe plain(Path name) {
        if (!PipeNames.isOther(name)) {
            PipeNames.remove(name);
        }
        descriptors.makeFifo(name, MODE);
        NamedPipe pipe = new NamedPipe(name, 0);
        pipe.opened(descriptors.openFifoForPump(name).number());
        return pipe;
    }

    @Override
    public synchronized boolean isKept(Fd pipe) {
        return pipes.lent(pipe).pool().isPresent();
    }

    @Override
    public synchronized boolean hasName(Fd pipe) {
        return PipeNames.isTaken(pipes.lent(pipe).name());
    }

    @Override
    public synchronized void rename(Fd fd, Path name) {
        NamedPipe pipe = pipes.lent(fd);
        PipeNames.rename(pipe.name(), name);
        pipes.rename(pipe, name);
    }

    @Override
    public synchronized void remove(Fd fd) {
        NamedPipe pipe = pipes.lent(fd);
        if (pipes.removeName(pipe)) {
            PipeNames.remove(pipe.name());
        }
    }

    @Override
    public synchronized void forget(Fd fd) {
        NamedPipe pipe = pipes.takeBack(fd);
        if (!pipes.hasName(pipe)) {
            pipe.pool().ifPresent(this::retire);
        }
    }

    /** Ends a pool that keeps nothing any more, unless it is the one that has new pipes. */
    private void retire(PipePool pool) {
        if (pipes.keptBy(pool).isEmpty()) {
            pools.retire(pool);
        }
    }

    /** A pool does not give what it should. */
    private void lookAt(PipePool pool) {
        pools.ended(pool).ifPresent(this::lost);
    }

    /** Its pipes are given to another one; those that are not open here are looked for where they are written to. */
    private void lost(PipePool pool) {
        trouble.accept(
                "a process that keeps log pipes open beyond the life of this daemon has ended; it is started again");
        remains.add(pool.process().directory());
        List<NamedPipe> missing = new ArrayList<>();
        for (NamedPipe pipe : pipes.keptBy(pool)) {
            pipe.lost();
            if (!pipe.isOpen()) {
                missing.add(pipe);
            }
        }
        try {
            LeftPipes.rescue(missing);
        } catch (OsException failed) {
            cannot(String.valueOf(failed.getMessage()));
        }
        due = true;
        startPool();
    }

    /** Starts one that takes in what is open and nobody keeps; or does so later, when one has just been started in vain. */
    private Optional<PipePool> startPool() {
        if (!pools.mayStart()) {
            pools.wake();
            return Optional.empty();
        }
        try {
            PipePool pool;
            List<NamedPipe> homeless = pipes.homeless();
            do {
                pool = pools.start(homeless.stream().map(NamedPipe::descriptor).toList(), pipes.size());
                for (int i = 0; i < homeless.size(); i++) {
                    homeless.get(i).keptBy(pool, PoolProcess.FIRST + i);
                    point(homeless.get(i));
                }
                homeless = pipes.homeless();
            } while (!homeless.isEmpty());
            due = false;
            troubled = false;
            removeRemains();
            return Optional.of(pool);
        } catch (OsException | IOException failed) {
            due = true;
            cannot(String.valueOf(failed.getMessage()));
            pools.wake();
            return Optional.empty();
        }
    }

    /** Makes its name lead to where it is now; one that somebody has removed stays away. */
    private void point(NamedPipe pipe) {
        try {
            if (PipeNames.isTaken(pipe.name())) {
                links.point(pipe.name(), pipe.pool().orElseThrow().path(pipe.slot()));
            }
        } catch (OsException failed) {
            cannot(String.valueOf(failed.getMessage()));
        }
    }

    private void removeRemains() {
        remains.forEach(PoolProcess::removeFiles);
        remains.clear();
    }

    private void cannot(String reason) {
        if (!troubled) {
            trouble.accept("cannot keep log pipes open beyond the life of this daemon: " + reason
                    + "; if it is killed, the last words of programs that end before the next one starts are lost");
        }
        troubled = true;
    }

    /** The thread's life: replaces pools when they end, until {@link #end}. */
    public void run() {
        begin();
        while (isRunning()) {
            look(pools.await(pause()));
        }
        pools.close();
    }

    private synchronized void begin() {
        running = true;
    }

    private synchronized boolean isRunning() {
        return !ended;
    }

    private synchronized int pause() {
        return due ? pools.millisUntilStart() : -1;
    }

    private synchronized void look(List<Integer> tokens) {
        if (!ended) {
            tokens.forEach(token -> pools.ended(token).ifPresent(this::lost));
            if (due && pools.mayStart()) {
                startPool();
            }
        }
    }

    /** The daemon ends in order, and all its programs have ended: so do the pools. */
    public synchronized void end() {
        ended = true;
        pools.end();
        links.clean();
        removeRemains();
        if (running) {
            pools.wake();
        } else {
            pools.close();
        }
    }
}
