package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Sockets;
import dev.supervisord.os.Users;
import dev.supervisord.os.Users.User;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Listening sockets as Linux has them: {@code socket(7)}, {@code ip(7)}, {@code unix(7)}. */
public final class PosixSockets implements Sockets {

    private static final int UNCHANGED = -1;
    private static final int PRIVILEGED_PORT_MAX = 1023;

    private final Users users;

    public PosixSockets(Users users) {
        this.users = users;
    }

    @Override
    public Fd open(HeldSocket socket) {
        ListenAddress address = socket.id().address();
        int fd = LibC.socket(NativeAddress.family(address), Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw refused(socket, Errno.last());
        }
        try {
            if (address instanceof ListenAddress.Unix unix) {
                clear(unix.path(), socket);
            } else {
                // Connections of a former listener may linger; that is no reason to refuse a new one.
                set(fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, 1);
                set(fd, Linux.SOL_SOCKET, Linux.SO_REUSEPORT, socket.reusePort() ? 1 : 0);
                if (NativeAddress.family(address) == Linux.AF_INET6) {
                    set(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, 1);
                }
            }
            Memory at = Scratch.ofThread().struct();
            if (LibC.bind(fd, Scratch.address(at), NativeAddress.write(address, at)) != 0) {
                throw refused(socket, Errno.last());
            }
            adjust(new Fd(fd), socket);
            return new Fd(fd);
        } catch (RuntimeException failed) {
            LibC.close(fd);
            throw failed;
        }
    }

    /** A path may be connected to as soon as its socket listens, and not before: that comes last. */
    @Override
    public void adjust(Fd fd, HeldSocket socket) {
        if (socket.id().address() instanceof ListenAddress.Unix unix) {
            int uid = socket.owner().map(name -> user(name, socket).uid()).orElse(UNCHANGED);
            int gid = socket.group().map(name -> group(name, socket)).orElse(UNCHANGED);
            if (uid != UNCHANGED || gid != UNCHANGED) {
                PosixFiles.setOwnership(unix.path(), uid, gid);
            }
            PosixFiles.setMode(unix.path(), socket.mode());
        } else {
            share(fd, socket.reusePort());
        }
        if (LibC.listen(fd.number(), socket.backlog()) != 0) {
            throw refused(socket, Errno.last());
        }
    }

    private User user(String name, HeldSocket socket) {
        return users.user(name).orElseThrow(() -> unknown(socket, "there is no user " + name));
    }

    private int group(String name, HeldSocket socket) {
        return users.group(name).orElseThrow(() -> unknown(socket, "there is no group " + name));
    }

    private static OsException unknown(HeldSocket socket, String reason) {
        return new OsException("ENOENT", listenFor(socket), reason);
    }

    @Override
    public void share(Fd fd, boolean shared) {
        set(fd.number(), Linux.SOL_SOCKET, Linux.SO_REUSEPORT, shared ? 1 : 0);
    }

    private static void set(int fd, int level, int option, int value) {
        Memory at = Scratch.ofThread().struct();
        at.setInt(0, value);
        if (LibC.setsockopt(fd, level, option, Scratch.address(at), Integer.BYTES) != 0) {
            throw Errno.failure("set option " + option + " of a socket");
        }
    }

    /** Removes what an ended listener has left there. */
    private static void clear(Path path, HeldSocket socket) {
        Optional<FileStat> there = FileStat.ofPath(path.toString());
        if (there.isEmpty()) {
            return;
        }
        if (!there.get().isSocket()) {
            throw new OsException("EEXIST", listenFor(socket), "something else has that name");
        }
        int probe = LibC.socket(Linux.AF_UNIX, Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK, 0);
        if (probe < 0) {
            throw refused(socket, Errno.last());
        }
        Memory at = Scratch.ofThread().struct();
        int size = NativeAddress.write(socket.id().address(), at);
        boolean connected = LibC.connect(probe, Scratch.address(at), size) == 0;
        Errno reason = Errno.last();
        LibC.close(probe);
        if (connected || !reason.equals(Errno.ECONNREFUSED)) {
            // EAGAIN, a full queue, and EPROTOTYPE, a socket of another type, tell of somebody too.
            throw refused(socket, reason.equals(Errno.EACCES) && !connected ? reason : Errno.EADDRINUSE);
        }
        if (LibC.unlink(Scratch.ofThread().text(path.toString())) != 0) {
            throw refused(socket, Errno.last());
        }
    }

    private static OsException refused(HeldSocket socket, Errno reason) {
        String why = reason.text();
        if (reason.equals(Errno.EADDRINUSE)) {
            why += PosixListeners.first(socket.id().address())
                    .map(holder -> " by pid " + holder.pid() + " (" + holder.command() + ")")
                    .orElse("");
        } else if (reason.equals(Errno.EACCES)
                && socket.id().address() instanceof ListenAddress.Inet inet
                && inet.port() <= PRIVILEGED_PORT_MAX) {
            why += ", ports up to " + PRIVILEGED_PORT_MAX + " need root or CAP_NET_BIND_SERVICE";
        }
        return new OsException(reason.symbol(), listenFor(socket), why);
    }

    private static String listenFor(HeldSocket socket) {
        return "listen on " + socket.id().address() + " for [socket." + socket.name() + "]";
    }

    @Override
    public Optional<ListenAddress> listensOn(Fd fd) {
        if (option(fd, Linux.SO_TYPE) != Linux.SOCK_STREAM || option(fd, Linux.SO_ACCEPTCONN) != 1) {
            return Optional.empty();
        }
        Memory at = Scratch.ofThread().struct();
        at.clear(NativeAddress.SIZE_MAX);
        at.setInt(NativeAddress.SIZE_MAX, NativeAddress.SIZE_MAX);
        long address = Scratch.address(at);
        if (LibC.getsockname(fd.number(), address, address + NativeAddress.SIZE_MAX) != 0) {
            throw Errno.failure("see where descriptor " + fd.number() + " listens");
        }
        return NativeAddress.read(at, at.getInt(NativeAddress.SIZE_MAX));
    }

    /** The value of an option; -1 when it is no socket. */
    private static int option(Fd fd, int option) {
        Memory at = Scratch.ofThread().struct();
        at.setInt(0, -1);
        at.setInt(Integer.BYTES, Integer.BYTES);
        long address = Scratch.address(at);
        int done = LibC.getsockopt(fd.number(), Linux.SOL_SOCKET, option, address, address + Integer.BYTES);
        return done == 0 ? at.getInt(0) : -1;
    }

    @Override
    public boolean same(Fd one, Fd other) {
        return FileStat.ofDescriptor(one.number())
                .map(FileStat::id)
                .equals(FileStat.ofDescriptor(other.number()).map(FileStat::id));
    }

    @Override
    public boolean isInPlace(ListenAddress address) {
        return !(address instanceof ListenAddress.Unix unix)
                || FileStat.ofPath(unix.path().toString())
                        .filter(FileStat::isSocket)
                        .isPresent();
    }

    @Override
    public List<Fd> listening(Pid pid) {
        int process = (int) LibC.syscall(Linux.SYS_PIDFD_OPEN, pid.value(), 0, 0);
        if (process < 0) {
            Errno reason = Errno.last();
            if (reason.equals(Errno.ESRCH)) {
                return List.of();
            }
            throw reason.asFailureTo("look at the sockets of pid " + pid);
        }
        List<Fd> found = new ArrayList<>();
        try {
            String[] numbers = new File("/proc/" + pid + "/fd").list();
            for (String number : numbers == null ? new String[0] : numbers) {
                if (PosixListeners.inode(pid, number).isPresent()) {
                    copy(process, pid, Integer.parseInt(number)).ifPresent(found::add);
                }
            }
            return found;
        } catch (RuntimeException failed) {
            found.forEach(this::close);
            throw failed;
        } finally {
            LibC.close(process);
        }
    }

    private Optional<Fd> copy(int process, Pid pid, int number) {
        int fd = (int) LibC.syscall(Linux.SYS_PIDFD_GETFD, process, number, 0);
        if (fd < 0) {
            Errno reason = Errno.last();
            if (reason.equals(Errno.EBADF) || reason.equals(Errno.ESRCH)) {
                return Optional.empty(); // closed meanwhile
            }
            throw reason.asFailureTo("copy a socket of pid " + pid);
        }
        if (listensOn(new Fd(fd)).isPresent()) {
            return Optional.of(new Fd(fd));
        }
        LibC.close(fd);
        return Optional.empty();
    }

    @Override
    public void close(Fd fd) {
        LibC.close(fd.number());
    }

    @Override
    public void discard(Fd fd, ListenAddress address) {
        if (address instanceof ListenAddress.Unix unix
                && isInPlace(address)
                && LibC.unlink(Scratch.ofThread().text(unix.path().toString())) != 0) {
            Errno reason = Errno.last();
            close(fd);
            throw reason.asFailureTo("remove the socket '" + unix.path() + "'");
        }
        close(fd);
    }
}
