package dev.supervisord.os.fake;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Sockets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sockets of a machine on which tests decide what is taken; a descriptor that is used after it was closed is a failure. */
public final class FakeSockets implements Sockets {

    private static final class Open {
        final int socket;
        final ListenAddress address;
        boolean shared;

        Open(int socket, ListenAddress address, boolean shared) {
            this.socket = socket;
            this.address = address;
            this.shared = shared;
        }
    }

    private final Map<Integer, Open> open = new TreeMap<>();
    private final Map<Pid, List<Integer>> children = new HashMap<>();
    private final Set<ListenAddress> taken = new HashSet<>();
    private final Set<ListenAddress> removed = new HashSet<>();
    private final List<String> adjusted = new ArrayList<>();
    private int next = 100;

    /** Somebody else listens there from now on. */
    public void take(ListenAddress address) {
        taken.add(address);
    }

    public void release(ListenAddress address) {
        taken.remove(address);
    }

    /** Somebody removes the path. */
    public void removePath(ListenAddress address) {
        removed.add(address);
    }

    /** A process that has the socket of this descriptor too. */
    public void give(Pid pid, Fd fd) {
        children.computeIfAbsent(pid, any -> new ArrayList<>()).add(of(fd).socket);
    }

    /** What listens now, by address, in the order of opening. */
    public List<String> listening() {
        return open.values().stream().map(socket -> socket.address.toString()).toList();
    }

    public List<String> adjusted() {
        return adjusted;
    }

    @Override
    public Fd open(HeldSocket socket) {
        ListenAddress address = socket.id().address();
        boolean inTheWay = open.values().stream()
                .anyMatch(other -> meet(other.address, address) && !(other.shared && socket.reusePort()));
        if (taken.contains(address) || inTheWay) {
            throw new OsException("EADDRINUSE", "listen on " + address, "Address already in use");
        }
        removed.remove(address);
        return add(new Open(next, address, socket.reusePort()));
    }

    private static boolean meet(ListenAddress one, ListenAddress other) {
        return one.equals(other)
                || (one instanceof ListenAddress.Inet first
                        && other instanceof ListenAddress.Inet second
                        && first.overlaps(second));
    }

    private Fd add(Open socket) {
        open.put(next, socket);
        return new Fd(next++);
    }

    private Open of(Fd fd) {
        Open socket = open.get(fd.number());
        if (socket == null) {
            throw new AssertionError("not open: " + fd);
        }
        return socket;
    }

    @Override
    public void adjust(Fd fd, HeldSocket socket) {
        of(fd).shared = socket.reusePort();
        adjusted.add(socket.name() + " " + socket.backlog());
    }

    @Override
    public void share(Fd fd, boolean shared) {
        of(fd).shared = shared;
    }

    @Override
    public Optional<ListenAddress> listensOn(Fd fd) {
        return Optional.of(of(fd).address);
    }

    @Override
    public boolean same(Fd one, Fd other) {
        return of(one).socket == of(other).socket;
    }

    @Override
    public boolean isInPlace(ListenAddress address) {
        return !removed.contains(address);
    }

    @Override
    public List<Fd> listening(Pid pid) {
        List<Fd> copies = new ArrayList<>();
        for (int socket : children.getOrDefault(pid, List.of())) {
            Open original = open.values().stream()
                    .filter(candidate -> candidate.socket == socket)
                    .findFirst()
                    .orElseThrow();
            copies.add(add(new Open(socket, original.address, original.shared)));
        }
        return copies;
    }

    @Override
    public void close(Fd fd) {
        of(fd);
        open.remove(fd.number());
    }

    @Override
    public void discard(Fd fd, ListenAddress address) {
        close(fd);
    }
}
