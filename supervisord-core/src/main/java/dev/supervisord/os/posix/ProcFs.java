package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the kernel tells in {@code proc(5)} about processes and itself. Stateless. */
public final class ProcFs {

    private static final int CHUNK_BYTES = 4096;

    /** Where the fields begin that follow the name in {@code /proc/PID/stat}: the third. */
    private static final int FIRST_FIELD = 3;

    private static final int TERMINAL_FIELD = 7;

    /** The major number of {@code /dev/pts/}; the kernel puts the minor one on both sides of it. */
    private static final int PSEUDO_TERMINALS = 136;

    /** The first of four: of its own in user mode and in the kernel, of children it has waited for likewise. */
    private static final int USER_TIME_FIELD = 14;

    private static final int TIMES = 4;
    private static final int THREADS_FIELD = 20;
    private static final int RESIDENT_FIELD = 24;
    private static final int EXIT_CODE_FIELD = 52;

    /** {@code capabilities(7)}. */
    private static final int CAP_SYS_PTRACE = 19;

    /**
     * A process, or what is left of one that nobody has reaped.
     *
     * @param state {@code R}, {@code S}, {@code Z}…
     * @param parent the pid of its parent, 0 for none
     * @param group the process group
     * @param session the session
     * @param startTicks when it started, in clock ticks since boot; with pid and boot it names a process for ever
     * @param name its program's name, cut off after 15 bytes
     */
    public record ProcessStat(char state, int parent, int group, int session, long startTicks, String name) {

        /** Not one that has ended and waits for its parent, nor one that is just going. */
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }

    /** What a process is called, {@code /proc/PID/comm}, and its state. */
    record Named(String name, char state) {}

    /**
     * What a process uses.
     *
     * @param cpuMicros its own time, and that of the children it has waited for
     */
    record Consumption(long residentBytes, long cpuMicros, long threads) {}

    private ProcFs() {}

    /** Empty when there is no such process. */
    public static Optional<ProcessStat> stat(Pid pid) {
        return read("/proc/" + pid + "/stat").map(ProcFs::parse);
    }

    /** Empty when there is no such process. */
    static Optional<Named> named(Pid pid) {
        return read("/proc/" + pid + "/stat").map(stat -> {
            String text = new String(stat, StandardCharsets.ISO_8859_1);
            return new Named(text.substring(text.indexOf('(') + 1, text.lastIndexOf(')')), fields(stat)[0].charAt(0));
        });
    }

    /** The path of the pseudo-terminal that controls a process; empty when none does. */
    static Optional<String> pseudoTerminal(Pid pid) {
        return read("/proc/" + pid + "/stat")
                .map(stat -> Integer.parseInt(fields(stat)[TERMINAL_FIELD - FIRST_FIELD]))
                .filter(device -> ((device >> 8) & 0xfff) == PSEUDO_TERMINALS)
                .map(device -> "/dev/pts/" + ((device & 0xff) | ((device >>> 12) & 0xfff00)));
    }

    /** What a process was started with; empty when there is no such process. */
    static List<String> arguments(Pid pid) {
        return read("/proc/" + pid + "/cmdline")
                .map(bytes -> List.of(new String(bytes, StandardCharsets.UTF_8).split("\0")))
                .orElseGet(List::of);
    }

    /** Whether all user ids of a process are that of the daemon. */
    static boolean isOurs(Pid pid) {
        return statusField(pid.toString(), "Uid:")
                .filter(uids -> Arrays.stream(uids.split("\\s+")).allMatch(Integer.toString(LibC.geteuid())::equals))
                .isPresent();
    }

    /** Empty when there is no such process, or when it has ended. */
    static Optional<Consumption> consumption(Pid pid) {
        return read("/proc/" + pid + "/stat")
                .filter(stat -> parse(stat).isAlive())
                .map(stat -> {
                    String[] fields = fields(stat);
                    long ticks = 0;
                    for (int field = USER_TIME_FIELD; field < USER_TIME_FIELD + TIMES; field++) {
                        ticks += Long.parseLong(fields[field - FIRST_FIELD]);
                    }
                    return new Consumption(
                            Long.parseLong(fields[RESIDENT_FIELD - FIRST_FIELD]) * LibC.getpagesize(),
                            ticks * (1_000_000 / Linux.USER_HZ),
                            Long.parseLong(fields[THREADS_FIELD - FIRST_FIELD]));
                });
    }

    /** An identifier of the time since the machine was started. */
    public static String bootId() {
        byte[] id = read("/proc/sys/kernel/random/boot_id")
                .orElseThrow(() -> Errno.ENOENT.asFailureTo("read the boot id from /proc"));
        return new String(id, StandardCharsets.US_ASCII).strip();
    }

    /**
     * How a process has ended that its parent has not reaped yet, as {@code wait(2)} encodes it; empty when it was reaped, or
     * when we may not know: the kernel then shows 0, which is taken for the truth only where we are sure to be permitted.
     */
    static OptionalInt exitCode(Pid pid) {
        Optional<byte[]> content = read("/proc/" + pid + "/stat");
        if (content.isEmpty() || parse(content.get()).state() != 'Z') {
            return OptionalInt.empty();
        }
        String[] fields = fields(content.get());
        int code = fields.length > EXIT_CODE_FIELD - FIRST_FIELD
                ? Integer.parseInt(fields[EXIT_CODE_FIELD - FIRST_FIELD].strip())
                : 0;
        return code != 0 || mayTrace(pid) ? OptionalInt.of(code) : OptionalInt.empty();
    }

    /** Whether {@code ptrace(2)}'s rules let us see what is private to a process. */
    private static boolean mayTrace(Pid pid) {
        return isOurs(pid)
                || statusField("self", "CapEff:")
                        .filter(set -> (Long.parseUnsignedLong(set, 16) >> CAP_SYS_PTRACE & 1) == 1)
                        .isPresent();
    }

    static Optional<String> statusField(String pid, String key) {
        return read("/proc/" + pid + "/status")
                .flatMap(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.startsWith(key))
                        .findFirst())
                .map(line -> line.substring(key.length()).strip());
    }

    /** For how long a process has lived that started then. */
    static Duration since(long startTicks) {
        Memory now = Scratch.ofThread().struct();
        if (LibC.clock_gettime(Linux.CLOCK_BOOTTIME, Scratch.address(now)) != 0) {
            throw Errno.failure("read the time since boot");
        }
        Duration started = Duration.ofMillis(startTicks * (1000 / Linux.USER_HZ));
        Duration age = Duration.ofSeconds(now.getLong(0), now.getLong(8)).minus(started);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** All processes that can be seen from here. */
    static List<Pid> pids() {
        List<Pid> pids = new ArrayList<>();
        String[] names = new File("/proc").list();
        for (String name : names == null ? new String[0] : names) {
            if (name.charAt(0) >= '1' && name.charAt(0) <= '9') {
                pids.add(new Pid(Integer.parseInt(name)));
            }
        }
        return pids;
    }

    /** The value of a variable in the environment a process was started with; empty also for a process we may not look at. */
    static Optional<String> variable(Pid pid, String name) {
        Optional<byte[]> environment;
        try {
            environment = read("/proc/" + pid + "/environ");
        } catch (OsException refused) {
            return Optional.empty(); // another user's: none that this daemon has launched, or it would be root
        }
        return environment.flatMap(block -> entry(block, (name + "=").getBytes(StandardCharsets.UTF_8)));
    }

    /** What follows a beginning, up to the next NUL. Not by way of a text: this is asked of every process of the machine. */
    static Optional<String> entry(byte[] block, byte[] beginning) {
        for (int begin = 0; begin < block.length; ) {
            int end = begin;
            while (end < block.length && block[end] != 0) {
                end++;
            }
            int value = begin + beginning.length;
            if (value <= end && Arrays.equals(block, begin, value, beginning, 0, beginning.length)) {
                return Optional.of(new String(block, value, end - value, StandardCharsets.UTF_8));
            }
            begin = end + 1;
        }
        return Optional.empty();
    }

    /** The name, between parentheses, may hold blanks and parentheses itself; nothing after it does. */
    static ProcessStat parse(byte[] stat) {
        String[] fields = fields(stat);
        return new ProcessStat(
                fields[3 - FIRST_FIELD].charAt(0),
                Integer.parseInt(fields[4 - FIRST_FIELD]),
                Integer.parseInt(fields[5 - FIRST_FIELD]),
                Integer.parseInt(fields[6 - FIRST_FIELD]),
                Long.parseLong(fields[22 - FIRST_FIELD]),
                name(stat));
    }

    private static String name(byte[] stat) {
        int begin = 0;
        while (stat[begin] != '(') {
            begin++;
        }
        int end = stat.length - 1;
        while (stat[end] != ')') {
            end--;
        }
        return NativeText.decode(stat, begin + 1, end - begin - 1);
    }

    /**
     * The children of the thread that the kernel hands orphans to: the first of this process that has not ended, which is the
     * one it began with, because that one waits for the JVM's end. Who has ended is among them until reaped.
     */
    static List<Pid> orphans() {
        int self = LibC.getpid();
        Optional<byte[]> listed = read("/proc/self/task/" + self + "/children");
        if (listed.isEmpty()) {
            return childrenByParent(self); // a kernel without CONFIG_PROC_CHILDREN
        }
        List<Pid> children = new ArrayList<>();
        int pid = 0;
        for (byte digit : listed.get()) {
            if (digit >= '0' && digit <= '9') {
                pid = pid * 10 + digit - '0';
            } else if (pid > 0) {
                children.add(new Pid(pid));
                pid = 0;
            }
        }
        return children;
    }

    static List<Pid> childrenByParent(int parent) {
        return pids().stream()
                .filter(pid -> stat(pid).filter(seen -> seen.parent() == parent).isPresent())
                .toList();
    }

    private static String[] fields(byte[] stat) {
        String text = new String(stat, StandardCharsets.ISO_8859_1);
        return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** The whole file; empty when it, or the process it tells of, does not exist. */
    static Optional<byte[]> read(String path) {
        Scratch scratch = Scratch.ofThread();
        int fd = LibC.open(scratch.text(path), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            return goneOrThrow(path);
        }
        try {
            Memory buffer = scratch.buffer(CHUNK_BYTES);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (; ; ) {
                long got = LibC.read(fd, Scratch.address(buffer), CHUNK_BYTES);
                if (got < 0 && Errno.last().equals(Errno.EINTR)) {
                    continue;
                }
                if (got < 0) {
                    return goneOrThrow(path);
                }
                if (got == 0) {
                    return Optional.of(content.toByteArray());
                }
                content.writeBytes(buffer.getByteArray(0, (int) got));
            }
        } finally {
            LibC.close(fd);
        }
    }

    private static Optional<byte[]> goneOrThrow(String path) {
        Errno reason = Errno.last();
        if (reason.equals(Errno.ENOENT) || reason.equals(Errno.ESRCH)) {
            return Optional.empty();
        }
        throw reason.asFailureTo("read '" + path + "'");
    }
}
