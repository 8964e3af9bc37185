package dev.supervisord.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.StringJoiner;

/** Where a socket is listened on. Its text is what {@code listen} takes. */
public sealed interface ListenAddress {

    /**
     * A TCP port of one address of this machine, or of all addresses of one kind: {@code 0.0.0.0} or {@code [::]}.
     *
     * @param port 1 to 65535
     */
    record Inet(InetAddress host, int port) implements ListenAddress {

        /** Whether a connection to one of the two could as well be meant for the other. */
        public boolean overlaps(Inet other) {
            boolean sameKind = host.getClass().equals(other.host.getClass());
            boolean wild = host.isAnyLocalAddress() || other.host.isAnyLocalAddress();
            return port == other.port && sameKind && (wild || host.equals(other.host));
        }

        @Override
        public String toString() {
            String text = host instanceof Inet4Address ? host.getHostAddress() : "[" + shortened() + "]";
            return text + ":" + port;
        }

        /** The first of its longest runs of zeros is left out, as RFC 5952 says. */
        private String shortened() {
            byte[] bytes = host.getAddress();
            int[] words = new int[bytes.length / 2];
            for (int i = 0; i < words.length; i++) {
                words[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
            }
            int from = words.length;
            int length = 1;
            for (int i = 0; i < words.length; i++) {
                int end = i;
                while (end < words.length && words[end] == 0) {
                    end++;
                }
                if (end - i > length) {
                    from = i;
                    length = end - i;
                }
            }
            return from == words.length
                    ? text(words, 0, words.length)
                    : text(words, 0, from) + "::" + text(words, from + length, words.length);
        }

        private static String text(int[] words, int from, int end) {
            StringJoiner text = new StringJoiner(":");
            for (int i = from; i < end; i++) {
                text.add(Integer.toHexString(words[i]));
            }
            return text.toString();
        }
    }

    /** A path of the file system; see {@code unix(7)}. */
    record Unix(Path path) implements ListenAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }
}
