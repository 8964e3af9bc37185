package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.model.PassedSockets;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Sockets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The listening sockets that the daemon keeps open and lends to its programs, so that connections wait in them, and are not
 * refused, while a program is down.
 *
 * <p>A socket is open from the moment it is configured until it is configured no more and the last run that got it has ended.
 * One that cannot be opened is tried again whenever a program needs it and at each reload. Owned by the launcher thread;
 * {@link #takeOver} before that thread begins.
 */
public final class HeldSockets {

    private final Sockets sockets;
    private final Log log;
    private final Map<HeldSocket.Id, HeldSocket> configured = new LinkedHashMap<>();
    private final Map<HeldSocket.Id, Fd> open = new LinkedHashMap<>();
    private final Map<ProcessName, PassedSockets> lent = new HashMap<>();

    public HeldSockets(Sockets sockets, Log log) {
        this.sockets = sockets;
        this.log = log;
    }

    /**
     * Takes sockets over that were held before: those that listen where a configured one that is not open yet is to listen.
     * All others are closed.
     *
     * @param found descriptors of this process, which are this object's from now on
     * @param from who had them, for the log
     */
    public void takeOver(Collection<HeldSocket> wanted, Collection<Fd> found, String from) {
        for (Fd fd : found) {
            Optional<ListenAddress> address = sockets.listensOn(fd);
            boolean known = open.values().stream().anyMatch(other -> sockets.same(fd, other));
            Optional<HeldSocket> match = wanted.stream()
                    .filter(socket -> !known
                            && !open.containsKey(socket.id())
                            && address.equals(Optional.of(socket.id().address())))
                    .findFirst();
            if (match.isPresent()) {
                open.put(match.get().id(), fd);
                log.info("took " + match.get().id() + " over from " + from);
            } else {
                sockets.close(fd);
            }
        }
    }

    /** What is open, for a program that takes this one's place: it gives the descriptors to {@link #takeOver}. */
    public Map<HeldSocket.Id, Fd> held() {
        return Map.copyOf(open);
    }

    /** A run of an earlier daemon that lives on has these sockets. */
    public void isLent(ProcessName name, PassedSockets passed) {
        if (!passed.isEmpty()) {
            lent.put(name, passed);
        }
    }

    /** Opens what is configured and not open, changes what is configured otherwise, and closes what nobody needs any more. */
    void configure(List<HeldSocket> fresh) {
        Map<HeldSocket.Id, HeldSocket> before = new HashMap<>(configured);
        configured.clear();
        fresh.forEach(socket -> configured.put(socket.id(), socket));
        for (HeldSocket socket : fresh) {
            try {
                if (!open.containsKey(socket.id())) {
                    open(socket);
                } else if (!socket.equals(before.get(socket.id()))) {
                    sockets.adjust(fd(socket.id()), socket);
                }
            } catch (OsException failed) {
                log.error(failed.getMessage() + "; programs that need it cannot start, and try it again");
            }
        }
        closeUnneeded();
    }

    /**
     * The sockets for a launch; they are lent until {@link #giveBack}.
     *
     * @throws OsException when one of them cannot be opened
     */
    LentSockets lend(ProcessName name, PassedSockets passed) {
        List<Fd> numbered = new ArrayList<>();
        for (HeldSocket.Id id : passed.numbered()) {
            numbered.add(ready(id));
        }
        Optional<Fd> stdin = passed.stdin().map(this::ready);
        isLent(name, passed);
        return new LentSockets(passed, numbered, stdin);
    }

    private Fd ready(HeldSocket.Id id) {
        HeldSocket socket = configured.get(id);
        if (open.containsKey(id) && (socket == null || sockets.isInPlace(id.address()))) {
            return fd(id);
        }
        if (socket == null) {
            throw new OsException("ENOENT", "use " + id, "it is not configured any more");
        }
        Fd lost = open.remove(id);
        if (lost != null) {
            log.warn("somebody has removed the path of " + id + "; it is made anew");
            sockets.close(lost);
        }
        return open(socket);
    }

    /** A run has ended, or was never begun: it needs its sockets no more. */
    void giveBack(ProcessName name) {
        if (lent.remove(name) != null) {
            closeUnneeded();
        }
    }

    /** At the orderly end of the daemon, when no program is left. */
    void closeAll() {
        configured.clear();
        lent.clear();
        closeUnneeded();
    }

    private Fd fd(HeldSocket.Id id) {
        Fd fd = open.get(id);
        if (fd == null) {
            throw new IllegalStateException("not open: " + id);
        }
        return fd;
    }

    private Fd open(HeldSocket socket) {
        Optional<HeldSocket.Id> former = open.keySet().stream()
                .filter(id -> id.address().equals(socket.id().address()) && !configured.containsKey(id))
                .findFirst();
        Fd fd = former.isPresent() ? rename(former.get(), socket) : openBesideFormer(socket);
        open.put(socket.id(), fd);
        log.info((former.isPresent() ? "goes on listening on " : "listening on ")
                + socket.id().address() + " for [socket." + socket.name() + "]");
        return fd;
    }

    /** Only its name is new. */
    private Fd rename(HeldSocket.Id former, HeldSocket socket) {
        Fd fd = fd(former);
        sockets.adjust(fd, socket);
        open.remove(former);
        return fd;
    }

    /** Opens a socket while one of ours that is configured no more may still listen on a part of its address. */
    private Fd openBesideFormer(HeldSocket socket) {
        List<Fd> inTheWay = open.entrySet().stream()
                .filter(held -> !configured.containsKey(held.getKey())
                        && overlap(held.getKey().address(), socket.id().address()))
                .map(Map.Entry::getValue)
                .toList();
        if (inTheWay.isEmpty()) {
            return sockets.open(socket);
        }
        inTheWay.forEach(fd -> sockets.share(fd, true));
        Fd fd = sockets.open(
                new HeldSocket(socket.id(), socket.backlog(), socket.owner(), socket.group(), socket.mode(), true));
        sockets.share(fd, socket.reusePort());
        return fd;
    }

    private static boolean overlap(ListenAddress one, ListenAddress other) {
        return one instanceof ListenAddress.Inet inet
                && other instanceof ListenAddress.Inet second
                && inet.overlaps(second);
    }

    private void closeUnneeded() {
        for (HeldSocket.Id id : List.copyOf(open.keySet())) {
            boolean needed =
                    configured.containsKey(id) || lent.values().stream().anyMatch(passed -> passed.contains(id));
            if (!needed) {
                close(id);
            }
        }
    }

    private void close(HeldSocket.Id id) {
        Fd fd = fd(id);
        open.remove(id);
        try {
            sockets.discard(fd, id.address());
            log.info("closed " + id);
        } catch (OsException failed) {
            log.error(String.valueOf(failed.getMessage()));
        }
    }
}
