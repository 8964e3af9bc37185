package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Stream sockets of {@code unix(7)} as far as descriptors are passed through them. Stateless.
 *
 * <p>A path is reached through a descriptor of its directory, because the kernel takes no more than 107 bytes.
 */
final class UnixSocket {

    /** {@code SCM_MAX_FD} of the kernel: more do not fit into one message. */
    static final int DESCRIPTORS_MAX = 253;

    /** The kernel lowers it to {@code net.core.somaxconn}. */
    private static final int BACKLOG = 4096;

    private UnixSocket() {}

    /** A socket, bound to a name that does not exist yet in a directory, and listening there. */
    static int listen(int directory, String name) {
        int socket = open();
        int length = address(directory, name);
        long at = Scratch.address(Scratch.ofThread().struct());
        if (LibC.bind(socket, at, length) != 0 || LibC.listen(socket, BACKLOG) != 0) {
            Errno reason = Errno.last();
            LibC.close(socket);
            throw reason.asFailureTo("listen at '" + name + "'");
        }
        return socket;
    }

    /** A connection that waits to be accepted; empty when nobody listens there or too many wait already. */
    static Optional<Integer> connect(int directory, String name) {
        int socket = open();
        int length = address(directory, name);
        if (LibC.connect(socket, Scratch.address(Scratch.ofThread().struct()), length) == 0) {
            return Optional.of(socket);
        }
        LibC.close(socket);
        return Optional.empty();
    }

    private static int open() {
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK;
        int socket = LibC.socket(Linux.AF_UNIX, type, 0);
        if (socket < 0) {
            throw Errno.failure("make a socket");
        }
        return socket;
    }

    /** Puts {@code sockaddr_un} into the thread's structure; gives its length. */
    private static int address(int directory, String name) {
        byte[] path = ("/proc/self/fd/" + directory + "/" + name).getBytes(StandardCharsets.UTF_8);
        Memory address = Scratch.ofThread().struct();
        address.setShort(0, Linux.AF_UNIX);
        address.write(2, path, 0, path.length);
        address.setByte(2L + path.length, (byte) 0);
        return 2 + path.length + 1;
    }

    /**
     * Sends copies of descriptors, at most {@link #DESCRIPTORS_MAX}; {@code SCM_RIGHTS} of {@code unix(7)}.
     *
     * @return why it was refused; empty when they are on their way
     */
    static Optional<Errno> send(int socket, List<Integer> descriptors) {
        int rights = Linux.CMSG_HEADER + 4 * descriptors.size();
        int space = rights + 7 & ~7;
        Memory at = Scratch.ofThread().buffer(Linux.MSGHDR_SIZE + 16 + 8 + space);
        at.clear(Linux.MSGHDR_SIZE + 16 + 8 + space);
        long base = Scratch.address(at);
        long vector = base + Linux.MSGHDR_SIZE;
        long control = vector + 24;
        at.setLong(Linux.MSGHDR_VECTOR, vector);
        at.setLong(Linux.MSGHDR_VECTOR + 8, 1);
        at.setLong(Linux.MSGHDR_CONTROL, control);
        at.setLong(Linux.MSGHDR_CONTROL + 8, space);
        at.setLong(Linux.MSGHDR_SIZE, vector + 16); // one byte, because a message without any would not arrive
        at.setLong(Linux.MSGHDR_SIZE + 8, 1);
        long header = control - base;
        at.setLong(header, rights);
        at.setInt(header + 8, Linux.SOL_SOCKET);
        at.setInt(header + 12, Linux.SCM_RIGHTS);
        for (int i = 0; i < descriptors.size(); i++) {
            at.setInt(header + Linux.CMSG_HEADER + 4L * i, descriptors.get(i));
        }
        return LibC.sendmsg(socket, base, Linux.MSG_NOSIGNAL) > 0 ? Optional.empty() : Optional.of(Errno.last());
    }
}
