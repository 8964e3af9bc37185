package dev.supervisord.os;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.os.Descriptors.Fd;
import java.util.List;
import java.util.Optional;

/**
 * Listening sockets, close-on-exec from birth. Failures are {@link OsException}. Used by one thread at a time; a {@link Fd}
 * has one owner, who closes it once.
 */
public interface Sockets {

    /**
     * Binds a socket and lets it listen; nobody can connect to a path before it has its owner and mode. A path that is left
     * over from a socket on which nobody listens any more is replaced, anything else there is a failure.
     */
    Fd open(HeldSocket socket);

    /** Applies everything but the address to an open socket. */
    void adjust(Fd fd, HeldSocket socket);

    /** Whether another socket may be bound to an address that overlaps the one of this socket from now on. */
    void share(Fd fd, boolean shared);

    /** Where a descriptor listens for streams; empty when it is anything else than such a socket. */
    Optional<ListenAddress> listensOn(Fd fd);

    /** Whether both descriptors are one socket. */
    boolean same(Fd one, Fd other);

    /** Whether clients still find the socket there: false when somebody has removed its path. */
    boolean isInPlace(ListenAddress address);

    /** Copies of those descriptors of a process that listen for streams, see {@code pidfd_getfd(2)}; none when it has ended. */
    List<Fd> listening(Pid pid);

    void close(Fd fd);

    /** Closes a socket that nobody is to find any more: its path is removed. */
    void discard(Fd fd, ListenAddress address);
}
