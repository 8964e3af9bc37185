package dev.supervisord.app;

import dev.supervisord.log.Log;
import dev.supervisord.os.Datagrams;
import dev.supervisord.os.Datagrams.Outlet;
import dev.supervisord.os.OsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells the service manager that has started this daemon how it stands, by {@code sd_notify(3)}: messages to the socket that systemd
 * names in {@code NOTIFY_SOCKET} where a unit has {@code Type=notify}.
 *
 * <p>Without that variable nothing is said. A message that cannot be sent is a warning in the log. Safe for use by several threads.
 */
final class ServiceNotices {

    static final String VARIABLE = "NOTIFY_SOCKET";

    private final Optional<String> socket;
    private final Datagrams datagrams;

    /** @param socket its path, empty for none */
    ServiceNotices(Optional<String> socket, Datagrams datagrams) {
        this.socket = socket.filter(name -> !name.isEmpty());
        this.datagrams = datagrams;
    }

    static ServiceNotices ofThisProcess(Datagrams datagrams) {
        return new ServiceNotices(Optional.ofNullable(System.getenv(VARIABLE)), datagrams);
    }

    /** The control socket listens, or what {@link #reloading} began is done. */
    void ready(Log log) {
        send("READY=1\nMAINPID=" + ProcessHandle.current().pid() + "\n", log);
    }

    /** The configuration is being read again. {@code Type=notify-reload} wants to know when that began. */
    void reloading(Log log) {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000 + "\n", log);
    }

    /** All programs have been stopped, and the daemon ends. */
    void stopping(Log log) {
        send("STOPPING=1\n", log);
    }

    private void send(String message, Log log) {
        socket.ifPresent(name -> problem(name, message)
                .ifPresent(reason -> log.warn("cannot tell the service manager '"
                        + message.lines().findFirst().orElse("") + "' at '" + name + "': " + reason)));
    }

    private Optional<String> problem(String name, String message) {
        if (!name.startsWith("/")) {
            return Optional.of("only sockets with a path are known");
        }
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        try {
            Optional<Outlet> found = datagrams.connect(Path.of(name));
            if (found.isEmpty()) {
                return Optional.of("nobody listens there");
            }
            try (Outlet outlet = found.get()) {
                return switch (outlet.send(bytes, bytes.length)) {
                    case SENT -> Optional.empty();
                    case BUSY -> Optional.of("it takes no more messages at present");
                    case GONE -> Optional.of("nobody listens there any more");
                    case TOO_LONG -> Optional.of("the message is too long");
                };
            }
        } catch (OsException | IllegalArgumentException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }
}
