package dev.supervisord.model;

import java.util.List;
import java.util.Optional;

/**
 * The held sockets that a process gets.
 *
 * @param numbered those it gets as descriptors 3, 4… in this order ({@code sockets})
 * @param stdin the one it gets as descriptor 0 ({@code fd0})
 * @param announced whether {@code LISTEN_PID}, {@code LISTEN_FDS} and {@code LISTEN_FDNAMES} tell of the numbered ones, see
 *     {@code sd_listen_fds(3)}
 */
public record PassedSockets(List<HeldSocket.Id> numbered, Optional<HeldSocket.Id> stdin, boolean announced) {

    /** The descriptor of the first numbered one. */
    public static final int FIRST = 3;

    /** A process gets at most so many numbered ones: the shell that passes them on knows descriptors up to 9. */
    public static final int NUMBERED_MAX = 6;

    public static final PassedSockets NONE = new PassedSockets(List.of(), Optional.empty(), true);

    public PassedSockets {
        numbered = List.copyOf(numbered);
    }

    public boolean isEmpty() {
        return numbered.isEmpty() && stdin.isEmpty();
    }

    /** Whether this socket is among them. */
    public boolean contains(HeldSocket.Id socket) {
        return numbered.contains(socket) || stdin.filter(socket::equals).isPresent();
    }
}
