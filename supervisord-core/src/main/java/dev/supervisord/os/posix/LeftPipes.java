package dev.supervisord.os.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The pipes that an earlier daemon has left: those in its pools, and those of pools that were killed with it, which are looked for in the
 * programs that write to them. For the thread that starts the daemon.
 */
final class LeftPipes {

    private final PipePools pools;
    private final List<PoolRecord> ended = new ArrayList<>();
    private final List<Path> remains = new ArrayList<>();
    private final List<PoolProcess> incomplete = new ArrayList<>();
    private final List<NamedPipe> pipes = new ArrayList<>();
    private final List<NamedPipe> moved = new ArrayList<>();
    private final Set<Path> lost = new HashSet<>();
    private boolean outlived;
    private int refused;

    private LeftPipes(PipePools pools) {
        this.pools = pools;
    }

    /**
     * Looks what there is, and removes names of what is not.
     *
     * @param pools gets the pools that live
     * @param directories in which pipes have their names
     */
    static LeftPipes find(PipePools pools, List<Path> directories) throws IOException {
        LeftPipes left = new LeftPipes(pools);
        for (Path place : pools.places()) {
            left.findPool(place);
        }
        List<NamedPipe> missing = new ArrayList<>();
        for (Path name : PipeNames.in(directories)) {
            PipeNames.target(name).ifPresent(target -> left.resolve(name, target, missing));
        }
        left.search(missing);
        return left;
    }

    private void findPool(Path place) throws IOException {
        Optional<PoolProcess> process = PoolProcess.find(place);
        Optional<PoolRecord> record = PoolRecord.read(place).filter(PoolRecord::isOfThisBoot);
        outlived |= process.isPresent();
        if (process.isPresent() && record.filter(PoolRecord::isAlive).isPresent()) {
            pools.adopt(new PipePool(process.get(), record.get()));
        } else if (process.isPresent()) {
            incomplete.add(process.get());
        } else if (record.isPresent()) {
            ended.add(record.get());
            remains.add(place);
        } else {
            PoolProcess.removeFiles(place);
        }
    }

    private void resolve(Path name, PipeNames.Target target, List<NamedPipe> missing) {
        for (PipePool pool : pools.all()) {
            Optional<Long> inode = pool.record().inode(target.descriptor());
            if (pool.pid().equals(target.pid()) && inode.isPresent()) {
                add(new NamedPipe(name, inode.get()), pool, target.descriptor());
                return;
            }
        }
        Optional<NamedPipe> pipe = ended.stream()
                .filter(record -> record.pid().equals(target.pid()))
                .flatMap(record -> record.inode(target.descriptor()).stream())
                .map(inode -> new NamedPipe(name, inode))
                .findFirst();
        if (pipe.isEmpty()) {
            lose(name);
        } else if (!isMoved(pipe.get())) {
            missing.add(pipe.get());
        }
    }

    /** A daemon was killed while it gave the pipes of a pool that had ended to another one. */
    private boolean isMoved(NamedPipe pipe) {
        for (PipePool pool : pools.all()) {
            OptionalInt slot = pool.slotOf(pipe.inode());
            if (slot.isPresent()) {
                add(pipe, pool, slot.getAsInt());
                moved.add(pipe);
                return true;
            }
        }
        return false;
    }

    private void add(NamedPipe pipe, PipePool pool, int slot) {
        pipe.keptBy(pool, slot);
        pipes.add(pipe);
    }

    private void search(List<NamedPipe> missing) {
        refused = rescue(missing);
        for (NamedPipe pipe : missing) {
            if (pipe.isOpen()) {
                pipes.add(pipe);
            } else {
                lose(pipe.name());
            }
        }
    }

    private void lose(Path name) {
        PipeNames.remove(name);
        lost.add(name);
    }

    /**
     * Opens pipes that nobody keeps any more but the processes which use them.
     *
     * @return how many processes may not be looked into, if any pipe is missing still
     */
    static int rescue(List<NamedPipe> missing) {
        if (missing.isEmpty()) {
            return 0;
        }
        Set<Long> inodes = new HashSet<>();
        missing.forEach(pipe -> inodes.add(pipe.inode()));
        PipeSearch.Found found = PipeSearch.of(inodes);
        Map<Long, Integer> descriptors = new HashMap<>(found.descriptors());
        for (NamedPipe pipe : missing) {
            Integer fd = descriptors.remove(pipe.inode());
            if (fd != null) {
                pipe.opened(fd);
            }
        }
        return found.refused();
    }

    /** Ends processes that a daemon had just started when it was killed; when there are others, so that one is there at every instant. */
    void endIncomplete() {
        for (PoolProcess process : incomplete) {
            process.end();
            process.awaitEnd(PoolProcess.END_MILLIS);
            process.close();
            PoolProcess.removeFiles(process.directory());
        }
        incomplete.clear();
    }

    boolean hasOutlivedDaemon() {
        return outlived;
    }

    /** All that there are still: in the pools, or open without one. */
    List<NamedPipe> pipes() {
        return pipes;
    }

    /** Those whose names still lead to where they were before. */
    List<NamedPipe> moved() {
        return moved;
    }

    /** Directories of pools that have ended, to be removed when all their pipes are kept by others. */
    List<Path> remains() {
        return remains;
    }

    /** Why what a process writes to a pipe of this name is lost; empty where it is not, or where nobody has it open. */
    Optional<String> whyLost(Path name) {
        return lost.contains(name) && refused > 0
                ? Optional.of("the process that kept its pipe was killed together with the last daemon, and "
                        + (refused == 1 ? "one process" : refused + " processes")
                        + " that may have it open may not be looked into, which takes CAP_SYS_PTRACE")
                : Optional.empty();
    }
}
