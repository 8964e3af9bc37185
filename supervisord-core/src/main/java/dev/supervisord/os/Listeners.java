package dev.supervisord.os;

import dev.supervisord.model.ListenAddress;
import java.util.List;

/** Who listens where on this machine, as far as that can be seen from here: only root is shown the sockets of other users. */
public interface Listeners {

    /**
     * A process that has a listening socket.
     *
     * @param command the name of its program
     */
    record Listener(Pid pid, String command) {}

    /** Those with a socket to which a connection to this address could go. */
    List<Listener> on(ListenAddress address);

    /** Those that listen on a TCP port, on whichever address of this machine. */
    List<Listener> on(int port);
}
