package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Datagrams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Datagram sockets of Linux. Safe for use by several threads as long as each outlet has one. */
public final class PosixDatagrams implements Datagrams {
    private static final int PATH_MAX = 107;
    private static final int FAMILY_BYTES = 2;

    @Override
    public Optional<Outlet> connect(Path socket) {
        byte[] path = socket.toString().getBytes(StandardCharsets.UTF_8);
        if (path.length > PATH_MAX) {
            throw new IllegalArgumentException("too long for a socket: " + socket);
        }
        int fd = LibC.socket(Linux.AF_UNIX, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK, 0);
        if (fd < 0) {
            throw Errno.failure("make a socket");
        }
        Memory address = Scratch.ofThread().struct();
        address.setShort(0, Linux.AF_UNIX);
        address.write(FAMILY_BYTES, path, 0, path.length);
        address.setByte(FAMILY_BYTES + path.length, (byte) 0);
        if (LibC.connect(fd, Scratch.address(address), FAMILY_BYTES + path.length + 1) != 0) {
            LibC.close(fd);
            return Optional.empty();
        }
        return Optional.of(new Connected(fd));
    }

    private record Connected(int fd) implements Outlet {
        @Override
        public Result send(byte[] message, int length) {
            Memory buffer = Scratch.ofThread().buffer(length);
            buffer.write(0, message, 0, length);
            if (LibC.send(fd, Scratch.address(buffer), length, Linux.MSG_NOSIGNAL) >= 0) {
                return Result.SENT;
            }
            Errno reason = Errno.last();
            if (reason.equals(Errno.EAGAIN) || reason.equals(Errno.EINTR) || reason.equals(Errno.ENOBUFS)) {
                return Result.BUSY;
            }
            return reason.equals(Errno.EMSGSIZE) ? Result.TOO_LONG : Result.GONE;
        }

        @Override
        public void close() {
            LibC.close(fd);
        }
    }
}
