package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Users.User;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds out whether {@code chroot(1)} makes a process that has exactly a user's ids and groups: not every {@code chroot} knows the
 * options, and not every daemon has the capability for it. Done by letting it do so once. For the launcher thread.
 */
final class ChrootTrial {

    private static final List<String> TELL = List.of("/bin/cat", "/proc/self/status");
    private static final int TOLD_BYTES_MAX = 64 << 10;
    private static final long SECONDS = 5;

    private final Spawner spawner = new Spawner();
    private final Passages passages;

    ChrootTrial(Passages passages) {
        this.passages = passages;
    }

    /** Takes a few milliseconds. */
    boolean succeeds(User user) {
        if (!Program.mayExecute(UserLoader.CHROOT)) {
            return false;
        }
        Memory pair = Scratch.ofThread().struct();
        if (LibC.pipe2(Scratch.address(pair), Linux.O_CLOEXEC | Linux.O_NONBLOCK) != 0) {
            return false; // the launch will tell of that
        }
        int readEnd = pair.getInt(0);
        int writeEnd = pair.getInt(4);
        int high = LibC.fcntl(writeEnd, Linux.F_DUPFD_CLOEXEC, 3);
        LibC.close(writeEnd);
        try {
            return high >= 0 && isAs(user, told(user, readEnd, high));
        } finally {
            LibC.close(readEnd);
        }
    }

    /** What a process says of itself; nothing, or a part, where that fails. */
    private String told(User user, int readEnd, int writeEnd) {
        List<String> words = new ArrayList<>(UserLoader.chroot(user).words());
        words.addAll(TELL);
        Spawner.Spawned spawned;
        try (SpawnArguments arguments = new SpawnArguments(words.get(0), words, Map.of())) {
            spawned = spawner.spawn(arguments, 0, writeEnd, writeEnd, writeEnd);
        } finally {
            LibC.close(writeEnd);
        }
        if (spawned.failed()) {
            return "";
        }
        Pid pid = spawned.pid();
        passages.begin(pid);
        try {
            return read(readEnd);
        } finally {
            new LoaderWatch(passages).end(pid);
            passages.finish(pid);
        }
    }

    /** Until its end, or until it takes too long. */
    private static String read(int readEnd) {
        Memory buffer = Scratch.ofThread().buffer(TOLD_BYTES_MAX);
        Memory poll = Scratch.ofThread().struct();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int held = 0;
        while (held < TOLD_BYTES_MAX && System.nanoTime() < deadline) {
            poll.setInt(0, readEnd);
            poll.setInt(Linux.POLLFD_EVENTS, Linux.EPOLLIN);
            LibC.poll(Scratch.address(poll), 1, (int) TimeUnit.SECONDS.toMillis(SECONDS));
            long got = LibC.read(readEnd, Scratch.address(buffer) + held, TOLD_BYTES_MAX - held);
            if (got == 0) {
                break;
            }
            held += (int) Math.max(0, got);
        }
        return new String(buffer.getByteArray(0, held), StandardCharsets.ISO_8859_1);
    }

    private static boolean isAs(User user, String status) {
        return all(status, "Uid:").equals(List.of(user.uid(), user.uid(), user.uid(), user.uid()))
                && all(status, "Gid:").equals(List.of(user.gid(), user.gid(), user.gid(), user.gid()))
                && new TreeSet<>(all(status, "Groups:")).equals(new TreeSet<>(user.groups()));
    }

    private static List<Integer> all(String status, String field) {
        Function<String, List<Integer>> numbers =
                line -> Arrays.stream(line.substring(field.length()).strip().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .map(Integer::parseUnsignedInt)
                        .toList();
        return status.lines()
                .filter(line -> line.startsWith(field))
                .findFirst()
                .map(numbers)
                .orElseGet(List::of);
    }
}
