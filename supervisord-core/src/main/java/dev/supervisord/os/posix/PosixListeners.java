package dev.supervisord.os.posix;

import dev.supervisord.model.ListenAddress;
import dev.supervisord.os.Listeners;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@link Listeners} as {@code proc(5)} shows them. Stateless. */
public final class PosixListeners implements Listeners {

    private static final String LISTENING = "0A";
    private static final int ACCEPTS_CONNECTIONS = 0x10000;
    private static final String LINK = "socket:[";

    @Override
    public List<Listener> on(ListenAddress address) {
        return owners(inodes(address)).toList();
    }

    @Override
    public List<Listener> on(int port) {
        return owners(inet(other -> other.port() == port)).toList();
    }

    /** The first of them, which is found sooner than all. */
    static Optional<Listener> first(ListenAddress address) {
        return owners(inodes(address)).findFirst();
    }

    private static Set<String> inodes(ListenAddress address) {
        if (address instanceof ListenAddress.Inet inet) {
            return inet(other -> isInTheWay(other, inet));
        }
        Set<String> inodes = new HashSet<>();
        if (address instanceof ListenAddress.Unix unix) {
            lines("/proc/net/unix").skip(1).forEach(line -> {
                String[] columns = line.strip().split("\\s+", 8);
                if (columns.length == 8
                        && (Integer.parseUnsignedInt(columns[3], 16) & ACCEPTS_CONNECTIONS) != 0
                        && columns[7].equals(unix.path().toString())) {
                    inodes.add(columns[6]);
                }
            });
        }
        return inodes;
    }

    /** A socket for IPv6 may take IPv4 connections too, and stands in the other table then. */
    private static Set<String> inet(Predicate<ListenAddress.Inet> wanted) {
        Set<String> inodes = new HashSet<>();
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(PosixListeners::lines)
                .forEach(line -> {
                    String[] columns = line.strip().split("\\s+", -1);
                    if (columns[3].equals(LISTENING)
                            && address(columns[1]).filter(wanted).isPresent()) {
                        inodes.add(columns[9]);
                    }
                });
        return inodes;
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

    private static Stream<Listener> owners(Set<String> inodes) {
        return inodes.isEmpty()
                ? Stream.empty()
                : ProcFs.pids().stream().filter(pid -> has(pid, inodes)).map(pid -> new Listener(pid, name(pid)));
    }

    private static boolean has(Pid pid, Set<String> inodes) {
        String[] numbers = new File("/proc/" + pid + "/fd").list();
        return numbers != null
                && Stream.of(numbers)
                        .anyMatch(number ->
                                inode(pid, number).filter(inodes::contains).isPresent());
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
