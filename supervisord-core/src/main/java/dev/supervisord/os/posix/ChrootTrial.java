package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Users.User;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
        try {
            return isAs(user, told(user, readEnd, writeEnd));
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
            spawned = spawner.spawnWithCopies(arguments, writeEnd, writeEnd, writeEnd);
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
        while (held < TOLD_BYTES_MAX) {
            // After the deadline as well, once: what is there counts even if this thread was the slow one.
            long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            poll.setInt(0, readEnd);
            poll.setInt(Linux.POLLFD_EVENTS, Linux.EPOLLIN);
            int ready = LibC.poll(Scratch.address(poll), 1, (int) millis);
            long got = LibC.read(readEnd, Scratch.address(buffer) + held, TOLD_BYTES_MAX - held);
            if (got == 0 || (ready == 0 && millis == 0)) {
                break;
            }
            held += (int) Math.max(0, got);
        }
        return new String(buffer.getByteArray(0, held), StandardCharsets.ISO_8859_1);
    }

    private static boolean isAs(User user, String status) {
        return numbers(status, "Uid:").equals(Set.of(user.uid()))
                && numbers(status, "Gid:").equals(Set.of(user.gid()))
                && numbers(status, "Groups:").equals(Set.copyOf(user.groups()));
    }

    /** All that stand in a line of {@code /proc/PID/status}, such as the real, effective, saved and file system's uid. */
    private static Set<Integer> numbers(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field))
                .flatMap(line ->
                        Arrays.stream(line.substring(field.length()).strip().split("\\s+")))
                .filter(number -> !number.isEmpty())
                .map(Integer::parseUnsignedInt)
                .collect(Collectors.toSet());
    }
}
