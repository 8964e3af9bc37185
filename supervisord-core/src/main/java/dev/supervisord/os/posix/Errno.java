package dev.supervisord.os.posix;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.supervisord.os.OsException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a system call failed, {@code errno(3)}.
 *
 * <p>{@link #toString()} gives {@code No such file or directory (ENOENT)}. Names and texts are those that the C library does not
 * translate into the daemon's locale, {@code strerrorname_np(3)}. The numbers are those of x86-64 and AArch64, which agree.
 */
record Errno(int number) {

    static final Errno EPERM = new Errno(1);
    static final Errno ENOENT = new Errno(2);
    static final Errno ESRCH = new Errno(3);
    static final Errno EINTR = new Errno(4);
    static final Errno ENXIO = new Errno(6);
    static final Errno E2BIG = new Errno(7);
    static final Errno ENOEXEC = new Errno(8);
    static final Errno EBADF = new Errno(9);
    static final Errno ECHILD = new Errno(10);
    static final Errno EAGAIN = new Errno(11);
    static final Errno EACCES = new Errno(13);
    static final Errno EBUSY = new Errno(16);
    static final Errno EEXIST = new Errno(17);
    static final Errno ENOTDIR = new Errno(20);
    static final Errno EINVAL = new Errno(22);
    static final Errno EMFILE = new Errno(24);
    static final Errno ETXTBSY = new Errno(26);
    static final Errno ENOSPC = new Errno(28);
    static final Errno ESPIPE = new Errno(29);
    static final Errno EPIPE = new Errno(32);
    static final Errno ERANGE = new Errno(34);
    static final Errno EMSGSIZE = new Errno(90);
    static final Errno ENOBUFS = new Errno(105);
    static final Errno EADDRINUSE = new Errno(98);
    static final Errno ECONNREFUSED = new Errno(111);

    /** Why this thread's last call in {@link LibC} failed; meaningless after one that succeeded. */
    static Errno last() {
        return new Errno(Native.getLastError());
    }

    /** The exception for this thread's last, failed call: {@code cannot <what>: <reason> (<errno>)}. */
    static OsException failure(String what) {
        return last().asFailureTo(what);
    }

    /** The exception that reads {@code cannot <what>: <reason> (<errno>)}. */
    OsException asFailureTo(String what) {
        return new OsException(symbol(), what, text());
    }

    /** The symbolic name, {@code ENOENT}; {@code E<number>} for a number that has none. */
    String symbol() {
        return number > 0 ? known(LibC.strerrorname_np(number), "E" + number) : "E" + number;
    }

    /** The C library's text in English, {@code No such file or directory}. */
    String text() {
        String unknown = "Unknown error " + number;
        return number > 0 ? known(LibC.strerrordesc_np(number), unknown) : unknown;
    }

    private static String known(long text, String otherwise) {
        return text == 0 ? otherwise : new Pointer(text).getString(0, StandardCharsets.US_ASCII.name());
    }

    /** By hand, as that of {@link dev.supervisord.model.ProcessName}: listing the processes compares. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Errno errno && errno.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        return text() + " (" + symbol() + ")";
    }
}
