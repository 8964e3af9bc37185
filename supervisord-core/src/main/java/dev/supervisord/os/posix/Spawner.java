package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Pid;

/**
 * Starts a program by {@code posix_spawn(3)}, the only way in which this daemon makes a process.
 *
 * <p>The child leads a session of its own, blocks no signal, has default dispositions for all of them (a JVM ignores
 * {@code SIGPIPE} and blocks {@code SIGQUIT} in its threads) and has no descriptors but the given ones: the JVM opens its
 * files without close-on-exec. For one thread at a time.
 */
final class Spawner {

    /**
     * All signals but {@code SIGKILL} (9) and {@code SIGSTOP} (19). With the two that glibc keeps for itself (32, 33), which
     * a child would else find ignored.
     */
    private static final long DEFAULTED = ~(bit(9) | bit(19));

    private final Memory attributes = new Memory(Linux.SPAWN_ATTRIBUTES_SIZE);
    private final Memory actions = new Memory(Linux.SPAWN_ACTIONS_SIZE);
    private final Memory pid = new Memory(8);

    /** A child, or the reason why there is none. */
    record Spawned(int pidOrZero, Errno reason) {
        Pid pid() {
            return new Pid(pidOrZero);
        }

        boolean failed() {
            return pidOrZero == 0;
        }
    }

    Spawner() {
        Memory set = Scratch.ofThread().struct();
        long address = Scratch.address(attributes);
        require(LibC.posix_spawnattr_init(address));
        require(LibC.posix_spawnattr_setflags(address, (short)
                (Linux.POSIX_SPAWN_SETSIGDEF | Linux.POSIX_SPAWN_SETSIGMASK | Linux.POSIX_SPAWN_SETSID)));
        set.clear(Linux.SIGSET_SIZE);
        require(LibC.posix_spawnattr_setsigmask(address, Scratch.address(set)));
        set.setLong(0, DEFAULTED);
        require(LibC.posix_spawnattr_setsigdefault(address, Scratch.address(set)));
    }

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }

    /**
     * @param directory the address of the directory to change to first; 0 for none
     * @param descriptors what is to be descriptor 0, 1, 2… of the child; each above the highest of these numbers
     */
    Spawned spawn(SpawnArguments arguments, long directory, int... descriptors) {
        return spawn(arguments, directory, 0, descriptors);
    }

    /**
     * The same for a child that may have a controlling terminal: the first one that the leader of a session opens.
     *
     * @param terminal the address of the path of that terminal; 0 for none
     */
    Spawned spawn(SpawnArguments arguments, long directory, long terminal, int... descriptors) {
        long list = Scratch.address(actions);
        require(LibC.posix_spawn_file_actions_init(list));
        try {
            if (directory != 0) {
                require(LibC.posix_spawn_file_actions_addchdir_np(list, directory));
            }
            if (terminal != 0) {
                require(LibC.posix_spawn_file_actions_addopen(list, 0, terminal, Linux.O_RDWR, 0));
            }
            for (int target = 0; target < descriptors.length; target++) {
                require(LibC.posix_spawn_file_actions_adddup2(list, descriptors[target], target));
            }
            require(LibC.posix_spawn_file_actions_addclosefrom_np(list, descriptors.length));
            int error = LibC.posix_spawn(
                    Scratch.address(pid),
                    arguments.path(),
                    list,
                    Scratch.address(attributes),
                    arguments.argv(),
                    arguments.environment());
            return new Spawned(error == 0 ? pid.getInt(0) : 0, new Errno(error));
        } finally {
            LibC.posix_spawn_file_actions_destroy(list);
        }
    }

    /**
     * The same for descriptors of any numbers, the same one several times too: the child gets copies.
     *
     * @param descriptors what is to be descriptor 0, 1, 2… of the child
     */
    Spawned spawnWithCopies(SpawnArguments arguments, int... descriptors) {
        int copied = 0;
        int[] copies = new int[descriptors.length];
        try {
            while (copied < copies.length) {
                copies[copied] = LibC.fcntl(descriptors[copied], Linux.F_DUPFD_CLOEXEC, copies.length);
                if (copies[copied] < 0) {
                    return new Spawned(0, Errno.last());
                }
                copied++;
            }
            return spawn(arguments, 0, copies);
        } finally {
            for (int i = 0; i < copied; i++) {
                LibC.close(copies[i]);
            }
        }
    }

    private static void require(int error) {
        if (error != 0) {
            throw new Errno(error).asFailureTo("prepare a launch");
        }
    }
}
