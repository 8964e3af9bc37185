package dev.supervisord.config;

import dev.supervisord.model.ListenAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what {@code listen} says. Names of hosts are not looked up: what is listened on is what is written. */
final class ListenText {
    private static final String UNIX = "unix:";
    private static final int PATH_BYTES_MAX = 107;
    private static final int PORT_MAX = 65535;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final String ADVICE =
            "write 127.0.0.1:PORT, 0.0.0.0:PORT for all addresses of this machine, [::1]:PORT or unix:/path";

    private ListenText() {}

    static Parsed<ListenAddress> parse(String text) {
        return text.startsWith(UNIX) ? unix(text.substring(UNIX.length())) : inet(text);
    }

    private static Parsed<ListenAddress> unix(String text) {
        if (text.startsWith("@")) {
            return Parsed.bad(
                    PythonText.quoteBriefly(text) + " is an abstract name, which anybody on this machine could take",
                    "write a path, unix:/run/NAME.sock");
        }
        if (!text.startsWith("/")) {
            return Parsed.bad(
                    "the path of the socket, " + PythonText.quoteBriefly(text) + ", is not absolute",
                    "write unix:/run/NAME.sock, or unix:%(here)s/NAME.sock for the directory of this file");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PATH_BYTES_MAX) {
            return Parsed.bad(
                    "the path of the socket has " + bytes + " bytes, and the kernel takes " + PATH_BYTES_MAX,
                    "write a shorter path");
        }
        try {
            return Parsed.good(new ListenAddress.Unix(Path.of(text).normalize()));
        } catch (InvalidPathException refused) {
            return Parsed.bad(
                    PythonText.quoteBriefly(text) + " cannot be the name of a file: " + refused.getReason(),
                    "remove control characters");
        }
    }

    private static Parsed<ListenAddress> inet(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            return refuse(text, "has no port");
        }
        String host = text.substring(0, colon);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        if (!brackets && IPV6.matcher(host).matches()) {
            return refuse(text, "is an IPv6 address without brackets");
        }
        Optional<InetAddress> address = address(brackets ? host.substring(1, host.length() - 1) : host, brackets);
        if (address.isEmpty()) {
            return refuse(
                    text,
                    host.isEmpty() || host.equals("*")
                            ? "does not say on which addresses to listen"
                            : "has no IP address, and names are not looked up");
        }
        long port = Numbers.whole(text.substring(colon + 1)).orElse(0);
        if (port < 1 || port > PORT_MAX) {
            return Parsed.bad(
                    PythonText.quoteBriefly(text) + " has not a valid port number",
                    "write a port from 1 to " + PORT_MAX);
        }
        return Parsed.good(new ListenAddress.Inet(address.get(), (int) port));
    }

    private static Parsed<ListenAddress> refuse(String text, String why) {
        return Parsed.bad(PythonText.quoteBriefly(text) + " " + why, ADVICE);
    }

    private static Optional<InetAddress> address(String text, boolean brackets) {
        if (!(brackets ? IPV6 : IPV4).matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text)); // a literal, so nothing is looked up
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
