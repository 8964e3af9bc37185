package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Pid;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds pipes by their inodes in the processes of the machine that have them open: programs have their own as descriptors 1 and 2. For the
 * rare case that whoever kept them was killed. For one thread at a time.
 */
final class PipeSearch {

    private static final int LINK_BYTES_MAX = 64;

    private final Set<String> wanted = new HashSet<>();
    private final Map<Long, Integer> found = new HashMap<>();
    private int refused;

    private PipeSearch(Set<Long> inodes) {
        inodes.forEach(inode -> wanted.add("pipe:[" + inode + "]"));
    }

    /**
     * What was found.
     *
     * @param descriptors open ones, by inode
     * @param refused how many processes may not be looked into while something was missing, for want of {@code CAP_SYS_PTRACE}
     */
    record Found(Map<Long, Integer> descriptors, int refused) {}

    /** Looks for these until it has all. */
    static Found of(Set<Long> inodes) {
        PipeSearch search = new PipeSearch(inodes);
        for (Pid pid : ProcFs.pids()) {
            if (search.wanted.isEmpty()) {
                break;
            }
            search.lookInto(pid);
        }
        return new Found(Map.copyOf(search.found), search.wanted.isEmpty() ? 0 : search.refused);
    }

    private void lookInto(Pid pid) {
        String[] descriptors = new File("/proc/" + pid + "/fd").list();
        if (descriptors == null) {
            if (ProcFs.stat(pid).filter(ProcFs.ProcessStat::isAlive).isPresent()) {
                refused++;
            }
            return;
        }
        for (String descriptor : descriptors) {
            String path = "/proc/" + pid + "/fd/" + descriptor;
            String target = target(path);
            if (wanted.contains(target)) {
                long inode = Long.parseLong(target.substring("pipe:[".length(), target.length() - 1));
                OptionalInt opened = PipePool.open(path, inode);
                if (opened.isPresent()) {
                    wanted.remove(target);
                    found.put(inode, opened.getAsInt());
                }
            }
        }
    }

    /** Nothing for what was closed meanwhile. */
    private static String target(String path) {
        Memory buffer = Scratch.ofThread().struct();
        long length = LibC.readlink(Scratch.ofThread().text(path), Scratch.address(buffer), LINK_BYTES_MAX);
        return length < 0 ? "" : new String(buffer.getByteArray(0, (int) length), StandardCharsets.ISO_8859_1);
    }
}
