package dev.supervisord.os.posix;

import dev.supervisord.model.ListenAddress;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.File;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who listens on an address already, as far as {@code proc(5)} lets us see it: other users' processes show their sockets to
 * root only.
 *
 * @param command the name of the process
 */
record SocketHolder(Pid pid, String command) {

    private static final String LISTENING = "0A";
    private static final int ACCEPTS_CONNECTIONS = 0x10000;
    private static final String LINK = "socket:[";

    static Optional<SocketHolder> of(ListenAddress address) {
        Set<String> inodes = new HashSet<>();
        if (address instanceof ListenAddress.Inet inet) {
            // A socket for IPv6 may take IPv4 connections too, and stands in the other table then.
            Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                    .flatMap(SocketHolder::lines)
                    .forEach(line -> {
                        String[] columns = line.strip().split("\\s+", -1);
                        if (columns[3].equals(LISTENING)
                                && address(columns[1])
                                        .filter(other -> isInTheWay(other, inet))
                                        .isPresent()) {
                            inodes.add(columns[9]);
                        }
                    });
        } else if (address instanceof ListenAddress.Unix unix) {
            lines("/proc/net/unix").skip(1).forEach(line -> {
                String[] columns = line.strip().split("\\s+", 8);
                if (columns.length == 8
                        && (Integer.parseUnsignedInt(columns[3], 16) & ACCEPTS_CONNECTIONS) != 0
                        && columns[7].equals(unix.path().toString())) {
                    inodes.add(columns[6]);
                }
            });
        }
        return inodes.isEmpty() ? Optional.empty() : owner(inodes);
    }

    private static boolean isInTheWay(ListenAddress.Inet other, ListenAddress.Inet wanted) {
        boolean everything =
                other.host() instanceof Inet6Address && other.host().isAnyLocalAddress();
        return other.overlaps(wanted) || (everything && other.port() == wanted.port());
    }

    private static Stream<String> lines(String file) {
        return ProcFs.read(file)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
                .orElseGet(Stream::empty);
    }

    /** {@code 0100007F:1F90}: words of four bytes in the machine's order, which is little-endian on both machines. */
    private static Optional<ListenAddress.Inet> address(String column) {
        int colon = column.indexOf(':');
        if (colon != 8 && colon != 32) {
            return Optional.empty(); // the headings
        }
        byte[] words = HexFormat.of().parseHex(column.substring(0, colon));
        byte[] host = new byte[words.length];
        for (int i = 0; i < host.length; i++) {
            host[i] = words[(i & ~3) + 3 - (i & 3)];
        }
        try {
            return Optional.of(new ListenAddress.Inet(
                    InetAddress.getByAddress(host), Integer.parseInt(column.substring(colon + 1), 16)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 and 16 bytes are an address", impossible);
        }
    }

    private static Optional<SocketHolder> owner(Set<String> inodes) {
        for (Pid pid : ProcFs.pids()) {
            String[] numbers = new File("/proc/" + pid + "/fd").list();
            for (String number : numbers == null ? new String[0] : numbers) {
                if (inode(pid, number).filter(inodes::contains).isPresent()) {
                    return Optional.of(new SocketHolder(pid, name(pid)));
                }
            }
        }
        return Optional.empty();
    }

    /** The number of the socket that a descriptor of a process is; empty when it is none, or may not be seen. */
    static Optional<String> inode(Pid pid, String descriptor) {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc", pid.toString(), "fd", descriptor))
                    .toString();
            return link.startsWith(LINK)
                    ? Optional.of(link.substring(LINK.length(), link.length() - 1))
                    : Optional.empty();
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
        }
    }

    private static String name(Pid pid) {
        try {
            return ProcFs.read("/proc/" + pid + "/comm")
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                    .orElse("?");
        } catch (OsException forbidden) {
            return "?";
        }
    }
}
