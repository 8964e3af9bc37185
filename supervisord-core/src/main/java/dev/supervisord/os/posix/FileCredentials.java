package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.Users.User;
import java.util.Arrays;
import java.util.List;

/**
 * Lets the calling thread see files with the rights of a user, to check before a launch what that user may enter and
 * execute; {@link #drop} ends it.
 *
 * <p>Changes the thread's {@code fsuid}, {@code fsgid} and groups by raw system calls, because glibc's functions would change
 * them in every thread. Never its real, effective or saved ids: a thread that has those of a user can be killed by that
 * user, and with it the daemon; {@code kill(2)} does not look at {@code fsuid}.
 */
final class FileCredentials {

    /** No valid id: {@code setfsuid(2)} then only tells the present one. */
    private static final int UNCHANGED = -1;

    private final int[] ownGroups;

    private FileCredentials(int[] ownGroups) {
        this.ownGroups = ownGroups;
    }

    static FileCredentials of(User user) throws StageFailed {
        FileCredentials credentials = new FileCredentials(ownGroups());
        int[] groups = user.groups().stream().mapToInt(Integer::intValue).toArray();
        if (!setGroups(groups)) {
            throw StageFailed.byCall(Stage.USER, "run as user " + user.name() + " with its groups");
        }
        LibC.syscall(Linux.SYS_SETFSGID, user.gid(), 0, 0);
        LibC.syscall(Linux.SYS_SETFSUID, user.uid(), 0, 0);
        if ((int) LibC.syscall(Linux.SYS_SETFSUID, UNCHANGED, 0, 0) != user.uid()
                || (int) LibC.syscall(Linux.SYS_SETFSGID, UNCHANGED, 0, 0) != user.gid()) {
            credentials.drop();
            throw new StageFailed(
                    Stage.USER,
                    Errno.EPERM,
                    "cannot run as user " + user.name()
                            + ": the daemon lacks the capabilities CAP_SETUID and CAP_SETGID (EPERM)");
        }
        return credentials;
    }

    /** The groups of the calling thread. */
    static List<Integer> threadGroups() {
        return Arrays.stream(ownGroups()).boxed().toList();
    }

    private static int[] ownGroups() {
        Scratch scratch = Scratch.ofThread();
        int count = LibC.getgroups(0, 0);
        Memory list = scratch.buffer(Math.max(4, 4 * count));
        count = LibC.getgroups(count, Scratch.address(list));
        if (count < 0) {
            throw Errno.failure("read the daemon's groups");
        }
        return list.getIntArray(0, count);
    }

    private static boolean setGroups(int[] groups) {
        Memory list = Scratch.ofThread().buffer(Math.max(4, 4 * groups.length));
        list.write(0, groups, 0, groups.length);
        return LibC.syscall(Linux.SYS_SETGROUPS, groups.length, Scratch.address(list), 0) == 0;
    }

    void drop() {
        LibC.syscall(Linux.SYS_SETFSUID, LibC.geteuid(), 0, 0);
        LibC.syscall(Linux.SYS_SETFSGID, LibC.getegid(), 0, 0);
        if (!setGroups(ownGroups)) {
            throw Errno.failure("take the daemon's groups back");
        }
    }
}
