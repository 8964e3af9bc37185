package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.FreePort;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Listeners;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listening sockets in the kernel, and how children get them. */
class PosixSocketsTest {

    private final PosixSockets sockets = new PosixSockets(new PosixUsers());
    private final PosixProcesses processes = new PosixProcesses();

    @TempDir
    private Path directory;

    private static HeldSocket socket(ListenAddress address) {
        return new HeldSocket(new HeldSocket.Id("web", address), 128, Optional.empty(), Optional.empty(), 0600, false);
    }

    private static HeldSocket on(String host, int port) throws IOException {
        return socket(new ListenAddress.Inet(InetAddress.getByName(host), port));
    }

    private HeldSocket unix(String name) {
        return socket(new ListenAddress.Unix(directory.resolve(name)));
    }

    private static boolean hasIpv6() throws IOException {
        Path addresses = Path.of("/proc/net/if_inet6");
        return Files.exists(addresses) && Files.readString(addresses).contains("0".repeat(31) + "1 ");
    }

    @Test
    void aTcpSocketTakesConnectionsThatNobodyAcceptsYet() throws IOException {
        for (String host : hasIpv6() ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1")) {
            HeldSocket socket = on(host, FreePort.next());
            int port = ((ListenAddress.Inet) socket.id().address()).port();
            Fd fd = sockets.open(socket);
            try (Socket client = new Socket(host, port)) {
                assertTrue(client.isConnected());
                assertEquals(Optional.of(socket.id().address()), sockets.listensOn(fd));
            }
            sockets.discard(fd, socket.id().address());
            assertThrows(IOException.class, () -> new Socket(host, port).close());
        }
    }

    @Test
    void allIpv6AddressesDoNotIncludeTheIpv4Ones() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        int port = FreePort.next();
        Fd fd = sockets.open(on("::", port));
        Fd other = sockets.open(on("0.0.0.0", port));
        sockets.close(other);
        sockets.close(fd);
    }

    @Test
    void aTakenPortIsToldWithItsHolder() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = stranger.getLocalPort();
            OsException refused = assertThrows(OsException.class, () -> sockets.open(on("0.0.0.0", port)));
            assertEquals("EADDRINUSE", refused.errno());
            String pid = Long.toString(ProcessHandle.current().pid());
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .startsWith("cannot listen on 0.0.0.0:" + port
                                    + " for [socket.web]: Address already in use by pid " + pid + " (java)"),
                    refused.getMessage());
        }
    }

    @Test
    void aPathHasItsModeAndIsGoneAfterwards() throws IOException {
        HeldSocket socket = unix("s");
        Path path = directory.resolve("s");
        Fd fd = sockets.open(socket);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(Optional.of(socket.id().address()), sockets.listensOn(fd));
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertTrue(client.isConnected());
        }
        assertTrue(sockets.isInPlace(socket.id().address()));
        sockets.discard(fd, socket.id().address());
        assertFalse(Files.exists(path));
        assertFalse(sockets.isInPlace(socket.id().address()));
    }

    @Test
    void onlyAPathOnWhichNobodyListensIsReplaced() throws IOException {
        HeldSocket socket = unix("s");
        sockets.close(sockets.open(socket)); // its path is left over
        Fd fd = sockets.open(socket);
        OsException inUse = assertThrows(OsException.class, () -> sockets.open(socket));
        assertEquals("EADDRINUSE", inUse.errno());
        assertTrue(String.valueOf(inUse.getMessage()).contains("by pid "), inUse.getMessage());
        sockets.discard(fd, socket.id().address());
        Files.createFile(directory.resolve("file"));
        assertEquals(
                "EEXIST",
                assertThrows(OsException.class, () -> sockets.open(unix("file")))
                        .errno());
        assertTrue(Files.isRegularFile(directory.resolve("file")));
        assertEquals(
                "ENOENT",
                assertThrows(OsException.class, () -> sockets.open(unix("none/s")))
                        .errno());
    }

    @Test
    void aSharedAddressMayBeBoundBesideAnOpenOne() throws IOException {
        int port = FreePort.next();
        Fd one = sockets.open(on("127.0.0.1", port));
        sockets.share(one, true);
        HeldSocket all = on("0.0.0.0", port);
        Fd other = sockets.open(new HeldSocket(all.id(), 128, Optional.empty(), Optional.empty(), 0600, true));
        assertFalse(sockets.same(one, other));
        sockets.close(one);
        sockets.close(other);
    }

    private LaunchSpec showing(Launches launches, List<Fd> fds, boolean announced) {
        LaunchSpec plain = launches.spec(
                "sh", "-c", "echo $$:$LISTEN_PID; ls -m /proc/$$/fd; readlink /proc/$$/fd/3 /proc/$$/fd/4");
        return new LaunchSpec(
                plain.argv(),
                plain.inherited(),
                plain.environment(),
                plain.directory(),
                plain.attributes(),
                plain.stdin(),
                plain.stdout(),
                plain.stderr(),
                new Listeners(fds, announced),
                Optional.empty());
    }

    private void assertPassed(LaunchSpec spec, Launches launches, List<Fd> fds, boolean announced) throws IOException {
        List<String> lines = launches.output(spec).lines().toList();
        String[] pids = lines.get(0).split(":", -1);
        assertEquals(announced ? List.of(pids[0], pids[0]) : List.of(pids[0], ""), List.of(pids));
        assertEquals("0, 1, 2, 3, 4", lines.get(1));
        for (int i = 0; i < fds.size(); i++) {
            Path link = Path.of("/proc/self/fd/" + fds.get(i).number());
            assertEquals(Files.readSymbolicLink(link).toString(), lines.get(2 + i));
        }
    }

    @Test
    void aChildHasItsSocketsFromThreeOnAndNothingElse() throws IOException {
        Launches launches = new Launches(processes, directory);
        List<Fd> fds = List.of(sockets.open(unix("a")), sockets.open(unix("b")));
        assertPassed(showing(launches, fds, false), launches, fds, false);
        assertPassed(showing(launches, fds, true), launches, fds, true);
        fds.forEach(sockets::close);
    }

    @Test
    void listenPidIsTheProgramsOwnAlsoWhenItRunsAsAnotherUser() throws IOException {
        assumeTrue(LibC.geteuid() == 0, "only root can switch users");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Launches launches = new Launches(processes, directory);
        List<Fd> fds = List.of(sockets.open(unix("a")), sockets.open(unix("b")));
        LaunchSpec spec = showing(launches, fds, true);
        LaunchSpec asNobody = new LaunchSpec(
                spec.argv(),
                spec.inherited(),
                spec.environment(),
                spec.directory(),
                spec.attributes().with(spec.attributes().credentials().withUser("nobody")),
                spec.stdin(),
                spec.stdout(),
                spec.stderr(),
                spec.listeners(),
                Optional.empty());
        assertPassed(asNobody, launches, fds, true);
        fds.forEach(sockets::close);
    }

    @Test
    void theSocketsOfALivingProcessAreFoundAndCopied() throws IOException {
        Launches launches = new Launches(processes, directory);
        Fd held = sockets.open(unix("a"));
        LaunchSpec plain = launches.spec("sleep", "1000");
        Pid pid = launches.start(new LaunchSpec(
                plain.argv(),
                plain.inherited(),
                plain.environment(),
                plain.directory(),
                plain.attributes(),
                plain.stdin(),
                plain.stdout(),
                plain.stderr(),
                new Listeners(List.of(held), false),
                Optional.empty()));
        ChildView.of(pid).untilRuns("sleep");
        List<Fd> found = sockets.listening(pid);
        assertEquals(1, found.size());
        assertTrue(sockets.same(held, found.get(0)));
        sockets.close(found.get(0));
        launches.end(pid);
        assertEquals(List.of(), sockets.listening(pid));
        sockets.close(held);
    }

    @Test
    void whatDoesNotListenIsNotTakenForASocketThatDoes() {
        PosixDescriptors descriptors = new PosixDescriptors();
        Fd file = descriptors.openForReading(Path.of("/dev/null")).orElseThrow();
        assertEquals(Optional.empty(), sockets.listensOn(file));
        descriptors.close(file);
    }
}
