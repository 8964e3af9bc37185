package dev.supervisord.model;

import java.util.Optional;

/**
 * A listening socket that the daemon itself keeps open and lends to programs: {@code [socket.NAME]}. As long as it is
 * configured, no connection to it is refused, whatever becomes of the programs.
 *
 * @param backlog how many connections wait in it for a program; the kernel takes at most {@code net.core.somaxconn}
 * @param owner user who owns the path, a name or a number; empty: the daemon's. Of unix sockets only
 * @param group group that owns the path; empty: the daemon's. Of unix sockets only
 * @param mode permission bits of the path. Of unix sockets only
 * @param reusePort whether others may listen on the same address and share its connections, {@code SO_REUSEPORT}
 */
public record HeldSocket(
        Id id, int backlog, Optional<String> owner, Optional<String> group, int mode, boolean reusePort) {

    /** Which socket it is; the same name with another address is another socket. */
    public record Id(String name, ListenAddress address) {
        @Override
        public String toString() {
            return "socket " + name + " (" + address + ")";
        }
    }

    public String name() {
        return id.name();
    }
}
