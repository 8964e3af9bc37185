package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.ListenAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Addresses as {@code ip(7)}, {@code ipv6(7)} and {@code unix(7)} lay them out: the family in the machine's byte order, ports
 * and addresses in the network's.
 */
final class NativeAddress {

    /** Room for the longest one, and for the NUL that a path of full length is given without. */
    static final int SIZE_MAX = 128;

    private static final int PORT = 2;
    private static final int INET_HOST = 4;
    private static final int INET_SIZE = 16;
    private static final int INET6_HOST = 8;
    private static final int INET6_SIZE = 28;
    private static final int UNIX_PATH = 2;
    private static final int UNIX_SIZE_MAX = 110;

    private NativeAddress() {}

    static short family(ListenAddress address) {
        if (address instanceof ListenAddress.Inet inet) {
            return inet.host() instanceof Inet4Address ? Linux.AF_INET : Linux.AF_INET6;
        }
        return Linux.AF_UNIX;
    }

    /**
     * Puts the address at the start of the memory; gives its size.
     *
     * @throws IllegalArgumentException when it is a path of more than 107 bytes
     */
    static int write(ListenAddress address, Memory at) {
        at.clear(SIZE_MAX);
        short family = family(address);
        at.setShort(0, family);
        if (address instanceof ListenAddress.Inet inet) {
            byte[] host = inet.host().getAddress();
            at.setByte(PORT, (byte) (inet.port() >>> 8));
            at.setByte(PORT + 1, (byte) inet.port());
            at.write(family == Linux.AF_INET ? INET_HOST : INET6_HOST, host, 0, host.length);
            return family == Linux.AF_INET ? INET_SIZE : INET6_SIZE;
        }
        byte[] path = NativeText.encode(((ListenAddress.Unix) address).path().toString());
        int size = UNIX_PATH + path.length + 1;
        if (size > UNIX_SIZE_MAX) {
            throw new IllegalArgumentException("too long for a socket: " + address);
        }
        at.write(UNIX_PATH, path, 0, path.length);
        return size;
    }

    /** The address at the start of the memory; empty for other families and for a unix socket without a path. */
    static Optional<ListenAddress> read(Memory at, int size) {
        short family = at.getShort(0);
        if (family == Linux.AF_UNIX) {
            byte[] path = at.getByteArray(UNIX_PATH, Math.max(0, Math.min(size, UNIX_SIZE_MAX) - UNIX_PATH));
            int length = 0;
            while (length < path.length && path[length] != 0) {
                length++;
            }
            return length == 0
                    ? Optional.empty()
                    : Optional.of(new ListenAddress.Unix(Path.of(NativeText.decode(path, 0, length))));
        }
        if (family != Linux.AF_INET && family != Linux.AF_INET6) {
            return Optional.empty();
        }
        byte[] host = family == Linux.AF_INET ? at.getByteArray(INET_HOST, 4) : at.getByteArray(INET6_HOST, 16);
        int port = ((at.getByte(PORT) & 0xff) << 8) | (at.getByte(PORT + 1) & 0xff);
        try {
            return Optional.of(new ListenAddress.Inet(InetAddress.getByAddress(host), port));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 and 16 bytes are an address", impossible);
        }
    }
}
