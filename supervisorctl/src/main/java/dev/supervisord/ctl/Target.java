package dev.supervisord.ctl;

import java.nio.file.Path;

/** Where a daemon listens. */
sealed interface Target {

    /** On this machine. */
    record Unix(Path socket) implements Target {
        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /**
     * On any machine.
     *
     * @param host a name or an address, without brackets
     * @param encrypted with TLS; else in plain text
     */
    record Tcp(String host, int port, boolean encrypted) implements Target {
        @Override
        public String toString() {
            return (encrypted ? "tls://" : "tcp://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /**
     * Reads {@code unix:///PATH}, {@code HOST:PORT} or {@code tls://HOST:PORT} (with TLS), or {@code tcp://HOST:PORT} (plain text).
     *
     * @param where what to call it in a message
     */
    static Target parse(String text, String where) throws UsageException {
        if (text.startsWith("unix://") && text.length() > "unix://".length()) {
            return new Unix(Path.of(text.substring("unix://".length())));
        }
        if (text.startsWith("unix:/") && !text.startsWith("unix://")) {
            return new Unix(Path.of(text.substring("unix:".length())));
        }
        if (text.startsWith("http://") || text.startsWith("https://")) {
            throw new UsageException(
                    "cannot use " + text
                            + ": this client speaks gRPC, not HTTP; write unix:///PATH, or HOST:PORT of the daemon's [control]");
        }
        boolean plain = text.startsWith("tcp://");
        String address = plain || text.startsWith("tls://") ? text.substring("tls://".length()) : text;
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = port(address.substring(colon + 1));
        if (host.isEmpty() || host.indexOf('/') >= 0 || port == 0) {
            throw new UsageException(
                    "invalid value for " + where + " '" + text + "': value '" + text + "' is not a URL");
        }
        return new Tcp(host, port, !plain);
    }

    /** 0 when it is none. */
    private static int port(String text) {
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || number > 65535) {
                return 0;
            }
            number = 10 * number + (c - '0');
        }
        return number > 65535 ? 0 : number;
    }
}
