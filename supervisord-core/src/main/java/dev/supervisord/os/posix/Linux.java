package dev.supervisord.os.posix;

import dev.supervisord.model.Resource;

/**
 * The numbers of Linux that the calls in {@link LibC} take, for x86-64 and AArch64.
 *
 * <p>Where the two differ, {@link #AARCH64} chooses; everything else agrees ({@code asm-generic}). No flag is used here
 * whose value differs by machine and is not listed so.
 */
final class Linux {

    static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch"));

    // open(2)
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_NOCTTY = 0400;
    static final int O_TRUNC = 01000;
    static final int O_NONBLOCK = 04000;
    static final int O_NOFOLLOW = AARCH64 ? 0100000 : 0400000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;

    // fcntl(2)
    static final int F_SETFD = 2;
    static final int FD_CLOEXEC = 1;
    static final int F_SETFL = 4;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_SETPIPE_SZ = 1031;
    static final int F_GETPIPE_SZ = 1032;

    // madvise(2)
    static final int MADV_DONTNEED = 4;

    // ioctl_tty(2), termios(3): the kernel's struct has four words of flags first
    static final long FIONREAD = 0x541B;
    static final long TCGETS = 0x5401;
    static final long TCSETS = 0x5402;
    static final long TIOCSWINSZ = 0x5414;
    static final long TIOCSPTLCK = 0x40045431L;
    static final long TIOCGPTN = 0x80045430L;
    static final int TERMIOS_OUTPUT = 4;
    static final int ONLCR = 4;
    static final int WINSIZE_SIZE = 8;

    // lseek(2)
    static final int SEEK_SET = 0;
    static final int SEEK_END = 2;

    // flock(2)
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;

    // splice(2), tee(2)
    static final int SPLICE_F_MOVE = 1;
    static final int SPLICE_F_NONBLOCK = 2;

    // poll(2), epoll(7); struct epoll_event is packed on x86-64 only
    static final short POLLOUT = 4;
    static final short POLLERR = 8;
    static final int POLLFD_READY = 6;
    static final int POLLFD_SIZE = 8;
    static final int POLLFD_EVENTS = 4;
    static final int EPOLLIN = 1;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_EVENT_SIZE = AARCH64 ? 16 : 12;
    static final int EPOLL_EVENT_DATA = AARCH64 ? 8 : 4;

    // waitid(2)
    static final int P_ALL = 0;
    static final int P_PID = 1;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    static final int WNOWAIT = 0x01000000;
    static final int SIGINFO_SIZE = 128;
    static final int SIGINFO_CODE = 8;
    static final int SIGINFO_PID = 16;
    static final int SIGINFO_STATUS = 24;
    static final int CLD_EXITED = 1;
    static final int CLD_KILLED = 2;
    static final int CLD_DUMPED = 3;

    // socket(7), ip(7), ipv6(7), unix(7); the address structures are the same on both machines
    static final short AF_UNIX = 1;
    static final short AF_INET = 2;
    static final short AF_INET6 = 10;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 04000;
    static final int SOCK_CLOEXEC = 02000000;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_TYPE = 3;
    static final int SO_PEERGROUPS = 59;
    static final int SO_REUSEPORT = 15;
    static final int SO_ACCEPTCONN = 30;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;

    // pidfd_open(2), pidfd_getfd(2), pidfd_send_signal(2); the ioctl and struct pidfd_info are in linux/pidfd.h,
    // exits since 6.15
    static final long SYS_PIDFD_SEND_SIGNAL = 424;
    static final long SYS_PIDFD_OPEN = 434;
    static final long SYS_PIDFD_GETFD = 438;
    static final long PIDFD_GET_INFO = 0xC040FF0BL;
    static final long PIDFD_INFO_EXIT = 8;
    static final int PIDFD_INFO_SIZE = 64;
    static final int PIDFD_INFO_EXIT_CODE = 60;

    // clock_gettime(2); USER_HZ of proc(5) is 100 on both machines
    static final int CLOCK_BOOTTIME = 7;
    static final long USER_HZ = 100;

    // posix_spawn(3); the attribute object has 336 bytes, the action list 80, the list itself is on the heap
    static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    static final short POSIX_SPAWN_SETSID = 0x80;
    static final int SPAWN_ATTRIBUTES_SIZE = 512;
    static final int SPAWN_ACTIONS_SIZE = 128;
    static final int SIGSET_SIZE = 128;

    // sigaction(2), as the C library has it: handler, mask, flags, restorer
    static final int SIGACTION_SIZE = 152;
    static final int SIGACTION_FLAGS = 136;
    static final int SIG_SETMASK = 2;
    static final int SA_RESTART = 0x10000000;
    static final long SIG_DFL = 0;
    static final long SIG_IGN = 1;

    // send(2)
    static final int MSG_NOSIGNAL = 0x4000;

    // unshare(2), prctl(2)
    static final int CLONE_FS = 0x200;
    static final int PR_SET_CHILD_SUBREAPER = 36;

    // getrlimit(2)
    static final int RLIMIT_STACK = 3;
    static final int RLIMIT_NPROC = 6;
    static final int RLIMIT_NOFILE = 7;

    /** The number of a limit, {@code asm-generic/resource.h}. */
    static int rlimit(Resource resource) {
        return switch (resource) {
            case CPU -> 0;
            case FSIZE -> 1;
            case DATA -> 2;
            case STACK -> RLIMIT_STACK;
            case CORE -> 4;
            case RSS -> 5;
            case NPROC -> RLIMIT_NPROC;
            case NOFILE -> RLIMIT_NOFILE;
            case MEMLOCK -> 8;
            case AS -> 9;
            case LOCKS -> 10;
            case SIGPENDING -> 11;
            case MSGQUEUE -> 12;
            case NICE -> 13;
            case RTPRIO -> 14;
            case RTTIME -> 15;
        };
    }

    // setpriority(2), ioprio_set(2)
    static final int PRIO_PROCESS = 0;
    static final long SYS_IOPRIO_SET = AARCH64 ? 30 : 251;
    static final long IOPRIO_WHO_PROCESS = 1;
    static final int IOPRIO_CLASS_SHIFT = 13;

    // execveat(2)
    static final long SYS_EXECVEAT = AARCH64 ? 281 : 322;
    static final long AT_EXECVE_CHECK = 0x10000;

    // faccessat(2), statx(2); struct statx is the same on every machine
    static final int AT_FDCWD = -100;
    static final int AT_EACCESS = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int X_OK = 1;
    static final int W_OK = 2;
    static final int STATX_BASIC_STATS = 0x7ff;
    static final int STATX_BTIME = 0x800;
    static final int STATX_MASK = 0;
    static final int STATX_UID = 20;
    static final int STATX_GID = 24;
    static final int STATX_MODE = 28;
    static final int STATX_INODE = 32;
    static final int STATX_BYTES = 40;
    static final int STATX_BTIME_SECONDS = 80;
    static final int STATX_BTIME_NANOS = 88;
    static final int STATX_DEVICE_MAJOR = 136;
    static final int STATX_DEVICE_MINOR = 140;

    // System calls that glibc would carry out on every thread of the process, or has no function for
    static final long SYS_CLOSE_RANGE = 436;
    static final int CLOSE_RANGE_CLOEXEC = 4;
    static final long SYS_SETGROUPS = AARCH64 ? 159 : 116;
    static final long SYS_SETFSUID = AARCH64 ? 151 : 122;
    static final long SYS_SETFSGID = AARCH64 ? 152 : 123;

    private Linux() {}
}
