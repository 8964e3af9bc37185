package dev.supervisord.os.posix;

import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a pool process has, as the next daemon finds it: written once, before anybody is given a pipe of it.
 *
 * @param startTicks when the process started, which tells it from others that had or get its pid
 * @param bootId the same for the machine
 * @param taken how many of its pipes were in use before it was started; they are the first
 * @param inodes of its pipes, in the order of its descriptors from {@link PoolProcess#FIRST}
 */
record PoolRecord(Pid pid, long startTicks, String bootId, int taken, List<Long> inodes) {

    private static final String FILE = "pipes";
    private static final String DRAFT = "pipes.draft";

    PoolRecord {
        inodes = List.copyOf(inodes);
    }

    /** That of a process which was just started. */
    static PoolRecord of(Pid pid, int taken, List<Long> inodes) {
        long startTicks = ProcFs.stat(pid)
                .map(ProcFs.ProcessStat::startTicks)
                .orElseThrow(() -> Errno.ESRCH.asFailureTo("look at the process that keeps pipes"));
        return new PoolRecord(pid, startTicks, ProcFs.bootId(), taken, inodes);
    }

    /** What is in a directory; empty when nothing is that was completed, or when somebody has changed it. */
    static Optional<PoolRecord> read(Path directory) throws IOException {
        try {
            String[] words = Files.readString(directory.resolve(FILE)).strip().split("\\s+", -1);
            List<Long> inodes = new ArrayList<>();
            for (int i = 4; i < words.length; i++) {
                inodes.add(Long.parseLong(words[i]));
            }
            Pid pid = new Pid(Integer.parseInt(words[0]));
            return Optional.of(
                    new PoolRecord(pid, Long.parseLong(words[1]), words[2], Integer.parseInt(words[3]), inodes));
        } catch (NoSuchFileException | IllegalArgumentException | ArrayIndexOutOfBoundsException incomplete) {
            return Optional.empty();
        }
    }

    /** Puts it there in one step. */
    void write(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(pid)
                .append(' ')
                .append(startTicks)
                .append(' ')
                .append(bootId)
                .append(' ')
                .append(taken)
                .append('\n');
        inodes.forEach(inode -> text.append(inode).append('\n'));
        Path draft = directory.resolve(DRAFT);
        Files.writeString(draft, text);
        Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether the process lives, and is the one that was meant. */
    boolean isAlive() {
        return isOfThisBoot()
                && ProcFs.stat(pid)
                        .filter(seen -> seen.isAlive() && seen.startTicks() == startTicks)
                        .isPresent();
    }

    /** Whether its inodes mean anything: they are counted from the start of the machine. */
    boolean isOfThisBoot() {
        return bootId.equals(ProcFs.bootId());
    }

    /** The inode of what the process has as this descriptor; empty when that is no pipe of the pool. */
    Optional<Long> inode(int descriptor) {
        int index = descriptor - PoolProcess.FIRST;
        return index >= 0 && index < inodes.size() ? Optional.of(inodes.get(index)) : Optional.empty();
    }
}
