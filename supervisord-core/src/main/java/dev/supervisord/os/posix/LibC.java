package dev.supervisord.os.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library, call by call, as its manual pages (sections 2 and 3) describe it.
 *
 * <p>Direct mapping with primitive signatures: an address is a {@code long}, see {@link Scratch} for where it comes from. A
 * call that returned -1 left its reason in {@link Errno#last()}, valid until the thread's next call. Functions of the
 * {@code posix_spawn} family and those named {@code *_r} return the reason instead.
 *
 * <p>Needs glibc 2.34 (2021) or newer, for {@code posix_spawn_file_actions_addclosefrom_np}. JNA finds its own library in
 * {@code jna.boot.library.path} where the launcher script names it, else unpacks it from its jar.
 */
final class LibC {

    static {
        try {
            Native.register(LibC.class, NativeLibrary.getInstance("c"));
        } catch (UnsatisfiedLinkError e) {
            throw (UnsatisfiedLinkError) new UnsatisfiedLinkError(
                            "cannot use the C library: " + e.getMessage() + "; glibc 2.34 or newer is needed")
                    .initCause(e);
        }
    }

    private LibC() {}

    // Processes
    static native int posix_spawn(long pid, long path, long actions, long attributes, long argv, long envp);

    static native int posix_spawn_file_actions_init(long actions);

    static native int posix_spawn_file_actions_destroy(long actions);

    static native int posix_spawn_file_actions_adddup2(long actions, int fd, int target);

    static native int posix_spawn_file_actions_addopen(long actions, int fd, long path, int flags, int mode);

    static native int posix_spawn_file_actions_addchdir_np(long actions, long path);

    static native int posix_spawn_file_actions_addclosefrom_np(long actions, int from);

    static native int posix_spawnattr_init(long attributes);

    static native int posix_spawnattr_setflags(long attributes, short flags);

    static native int posix_spawnattr_setsigmask(long attributes, long set);

    static native int posix_spawnattr_setsigdefault(long attributes, long set);

    static native int waitid(int idType, int id, long siginfo, int options);

    static native int execve(long path, long argv, long environment);

    static native int pthread_sigmask(int how, long set, long old);

    static native int kill(int pid, int signal);

    static native int sigaction(int signal, long action, long old);

    static native int getpid();

    static native int geteuid();

    static native int getegid();

    static native int getpagesize();

    static native int prctl(int option, long a, long b, long c, long d);

    static native int sched_setaffinity(int pid, long bytes, long mask);

    static native int sched_getaffinity(int pid, long bytes, long mask);

    static native int prlimit(int pid, int resource, long fresh, long old);

    static native int setpriority(int which, int who, int niceness);

    static native int unshare(int flags);

    static native int umask(int mask);

    static native int chdir(long path);

    static native int getgroups(int size, long list);

    static native long syscall(long number, long a, long b, long c);

    static native long syscall(long number, long a, long b, long c, long d);

    static native long syscall(long number, long a, long b, long c, long d, long e);

    static native int clock_gettime(int clock, long timespec);

    static native int malloc_trim(long pad);

    static native int madvise(long address, long length, int advice);

    // Descriptors
    static native int open(long path, int flags, int mode);

    static native int close(int fd);

    static native long read(int fd, long buffer, long length);

    static native long pread(int fd, long buffer, long length, long offset);

    static native long write(int fd, long buffer, long length);

    static native long pwrite(int fd, long buffer, long length, long offset);

    static native long splice(int in, long inOffset, int out, long outOffset, long length, int flags);

    static native long tee(int in, int out, long length, int flags);

    static native int pipe2(long fds, int flags);

    static native int dup2(int fd, int target);

    static native int fcntl(int fd, int command, long argument);

    static native int ioctl(int fd, long request, long argument);

    static native long lseek(int fd, long offset, int whence);

    static native int ftruncate(int fd, long length);

    static native int flock(int fd, int operation);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epoll, int operation, int fd, long event);

    static native int epoll_wait(int epoll, long events, int max, int timeoutMillis);

    static native int eventfd(int initial, int flags);

    static native int poll(long fds, long count, int timeoutMillis);

    // Sockets
    static native int socket(int family, int type, int protocol);

    static native int setsockopt(int fd, int level, int option, long value, int length);

    static native int getsockopt(int fd, int level, int option, long value, long length);

    static native int getsockname(int fd, long address, long length);

    static native int bind(int fd, long address, int length);

    static native int listen(int fd, int backlog);

    static native int connect(int fd, long address, int length);

    static native long send(int fd, long buffer, long length, int flags);

    // Files
    static native int unlink(long path);

    static native int statx(int directory, long path, int flags, int mask, long statx);

    static native int faccessat(int directory, long path, int mode, int flags);

    static native int rmdir(long path);

    static native long getxattr(long path, long name, long value, long size);

    static native int mkdir(long path, int mode);

    static native int mkfifo(long path, int mode);

    static native int fchown(int fd, int uid, int gid);

    static native int fchmod(int fd, int mode);

    static native int symlink(long target, long path);

    static native long readlink(long path, long buffer, long size);

    static native int chown(long path, int uid, int gid);

    static native int chmod(long path, int mode);

    static native int rename(long from, long to);

    // Errors
    static native long strerrorname_np(int number);

    static native long strerrordesc_np(int number);

    // Users
    static native int getpwnam_r(long name, long passwd, long buffer, long length, long result);

    static native int getpwuid_r(int uid, long passwd, long buffer, long length, long result);

    static native int getgrnam_r(long name, long group, long buffer, long length, long result);

    static native int getgrgid_r(int gid, long group, long buffer, long length, long result);

    static native int getgrouplist(long name, int gid, long groups, long count);
}
