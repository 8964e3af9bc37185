package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.model.PassedSockets;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.fake.FakeSockets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When held sockets are opened, lent, replaced and closed. */
class HeldSocketsTest {

    private static final ProcessName WEB = ProcessName.parse("web");

    private final FakeSockets kernel = new FakeSockets();
    private final List<String> log = new ArrayList<>();
    private final HeldSockets sockets = new HeldSockets(kernel, (level, line) -> log.add(line));

    static HeldSocket.Id id(String name, String host, int port) {
        try {
            return new HeldSocket.Id(name, new ListenAddress.Inet(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static HeldSocket socket(String name, String host, int port) {
        return socket(id(name, host, port), 128);
    }

    private static HeldSocket socket(HeldSocket.Id id, int backlog) {
        return new HeldSocket(id, backlog, Optional.empty(), Optional.empty(), 0660, false);
    }

    private static PassedSockets passed(HeldSocket.Id... numbered) {
        return new PassedSockets(List.of(numbered), Optional.empty(), true);
    }

    @Test
    void aConfiguredSocketIsOpenBeforeAnybodyNeedsIt() {
        sockets.configure(List.of(socket("web", "127.0.0.1", 80)));
        assertEquals(List.of("127.0.0.1:80"), kernel.listening());
    }

    @Test
    void everyRunGetsTheSameSocketAndIsToldOfIt() {
        sockets.configure(List.of(socket("a", "127.0.0.1", 1), socket("b", "127.0.0.1", 2)));
        PassedSockets both = passed(id("b", "127.0.0.1", 2), id("a", "127.0.0.1", 1));
        LentSockets first = sockets.lend(WEB, both);
        sockets.giveBack(WEB);
        LentSockets second = sockets.lend(WEB, both);
        assertEquals(first, second);
        assertEquals(Map.of("LISTEN_FDS", "2", "LISTEN_FDNAMES", "b:a"), first.variables());
        assertTrue(first.listeners().announced());
    }

    @Test
    void aSocketAsStandardInputIsNotAnnounced() {
        sockets.configure(List.of(socket("web", "127.0.0.1", 80)));
        LentSockets lent =
                sockets.lend(WEB, new PassedSockets(List.of(), Optional.of(id("web", "127.0.0.1", 80)), true));
        assertEquals(Map.of(), lent.variables());
        assertEquals(List.of(), lent.listeners().descriptors());
        assertEquals(Optional.of(fd()), lent.stdin());
    }

    private Fd fd() {
        return sockets.held().values().iterator().next();
    }

    @Test
    void whatCannotBeOpenedIsToldAndTriedAgainAtTheNextLaunch() {
        HeldSocket.Id web = id("web", "127.0.0.1", 80);
        kernel.take(web.address());
        sockets.configure(List.of(socket(web, 128)));
        assertEquals(
                List.of("cannot listen on 127.0.0.1:80: Address already in use (EADDRINUSE); programs that need it"
                        + " cannot start, and try it again"),
                log);
        OsException refused = assertThrows(OsException.class, () -> sockets.lend(WEB, passed(web)));
        assertEquals("EADDRINUSE", refused.errno());
        kernel.release(web.address());
        assertEquals(1, sockets.lend(WEB, passed(web)).numbered().size());
    }

    @Test
    void aRemovedSocketIsClosedWhenItsLastRunHasEnded() {
        HeldSocket.Id web = id("web", "127.0.0.1", 80);
        sockets.configure(List.of(socket(web, 128)));
        sockets.lend(WEB, passed(web));
        sockets.configure(List.of());
        assertEquals(List.of("127.0.0.1:80"), kernel.listening());
        sockets.giveBack(WEB);
        assertEquals(List.of(), kernel.listening());
    }

    @Test
    void aNewAddressIsOpenBeforeTheOldOneIsClosed() {
        HeldSocket.Id old = id("web", "127.0.0.1", 80);
        sockets.configure(List.of(socket(old, 128)));
        sockets.lend(WEB, passed(old));
        sockets.configure(List.of(socket("web", "127.0.0.1", 81)));
        assertEquals(List.of("127.0.0.1:80", "127.0.0.1:81"), kernel.listening());
        sockets.giveBack(WEB);
        assertEquals(List.of("127.0.0.1:81"), kernel.listening());
    }

    @Test
    void anAddressThatIncludesTheOldOneIsOpenedBesideIt() {
        HeldSocket.Id old = id("web", "127.0.0.1", 80);
        sockets.configure(List.of(socket(old, 128)));
        sockets.lend(WEB, passed(old));
        sockets.configure(List.of(socket("web", "0.0.0.0", 80)));
        assertEquals(List.of("127.0.0.1:80", "0.0.0.0:80"), kernel.listening());
    }

    @Test
    void aSocketThatIsOnlyRenamedStaysTheSame() {
        sockets.configure(List.of(socket("web", "127.0.0.1", 80)));
        Fd before = fd();
        sockets.configure(List.of(socket("www", "127.0.0.1", 80)));
        assertEquals(Map.of(id("www", "127.0.0.1", 80), before), sockets.held());
    }

    @Test
    void otherSettingsAreAppliedToTheOpenSocket() {
        HeldSocket.Id web = id("web", "127.0.0.1", 80);
        sockets.configure(List.of(socket(web, 128)));
        sockets.configure(List.of(socket(web, 128)));
        assertEquals(List.of(), kernel.adjusted());
        sockets.configure(List.of(socket(web, 256)));
        assertEquals(List.of("web 256"), kernel.adjusted());
    }

    @Test
    void aPathThatSomebodyRemovedIsMadeAnewForTheNextRun() {
        HeldSocket.Id unix = new HeldSocket.Id("web", new ListenAddress.Unix(Path.of("/run/web.sock")));
        sockets.configure(List.of(socket(unix, 128)));
        LentSockets first = sockets.lend(WEB, passed(unix));
        sockets.giveBack(WEB);
        kernel.removePath(unix.address());
        assertNotEquals(first.numbered(), sockets.lend(WEB, passed(unix)).numbered());
        assertEquals(List.of("unix:/run/web.sock"), kernel.listening());
    }

    @Test
    void aLivingProgramsSocketIsTakenOverOnce() {
        HeldSocket.Id web = id("web", "127.0.0.1", 80);
        Fd original = kernel.open(socket(web, 128));
        Fd other = kernel.open(socket(id("other", "127.0.0.1", 81), 128));
        Pid pid = new Pid(7);
        kernel.give(pid, original);
        kernel.give(pid, other);
        kernel.give(pid, original);
        List<Fd> found = kernel.listening(pid);
        kernel.close(original);
        kernel.close(other);
        sockets.takeOver(List.of(socket(web, 128)), found, "web with pid 7");
        assertEquals(List.of("127.0.0.1:80"), kernel.listening());
        sockets.configure(List.of(socket(web, 128)));
        assertEquals(List.of("127.0.0.1:80"), kernel.listening());
    }

    @Test
    void atTheOrderlyEndNothingIsLeftOpen() {
        HeldSocket.Id web = id("web", "127.0.0.1", 80);
        sockets.configure(List.of(socket(web, 128)));
        sockets.lend(WEB, passed(web));
        sockets.closeAll();
        assertEquals(List.of(), kernel.listening());
    }
}
