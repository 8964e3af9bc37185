package dev.supervisord.config;

import dev.supervisord.model.SocketSpec;
import dev.supervisord.model.SocketSpec.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads where the daemon is controlled: {@code [unix_http_server]}, {@code socket*} and {@code [inet_http_server]}. */
final class SocketSection {
    private final Locations locations;
    private final Problems problems;

    SocketSection(Locations locations, Problems problems) {
        this.locations = locations;
        this.problems = problems;
    }

    SocketSpec read(Document document, Values daemon, Names names) {
        for (Section section : document.sections(Kind.INET_HTTP_SERVER)) {
            checkInet(new Values(section, names, problems));
        }
        List<Section> unix = document.sections(Kind.UNIX_HTTP_SERVER);
        for (Section extra : unix.subList(Math.min(1, unix.size()), unix.size())) {
            readUnix(new Values(extra, names, problems));
            problems.warn(extra, "this daemon listens on one unix socket only, so this one is left out", "remove it");
        }
        SocketSpec own = readOwn(daemon);
        if (unix.isEmpty()) {
            return own;
        }
        for (Key<?> key :
                List.of(DaemonKeys.SOCKET, DaemonKeys.SOCKET_MODE, DaemonKeys.SOCKET_OWNER, DaemonKeys.SOCKET_GROUP)) {
            if (daemon.entry(key).isPresent()) {
                daemon.error(
                        key,
                        "the control socket is described twice, here and in ["
                                + unix.get(0).title() + "]",
                        "remove one of the two");
            }
        }
        return readUnix(new Values(unix.get(0), names, problems));
    }

    private SocketSpec readOwn(Values daemon) {
        return new SocketSpec(
                locations.pathWithHome(daemon, DaemonKeys.SOCKET).map(Path::normalize),
                daemon.get(DaemonKeys.SOCKET_MODE),
                locations.user(daemon, DaemonKeys.SOCKET_OWNER),
                locations.group(daemon, DaemonKeys.SOCKET_GROUP),
                Optional.empty());
    }

    private SocketSpec readUnix(Values values) {
        if (values.entry(ServerKeys.FILE).isEmpty()) {
            problems.error(values.section(), "the section has no file value", "write file = /run/supervisord.sock");
        }
        Optional<String> owner = Optional.empty();
        Optional<String> group = Optional.empty();
        Optional<String> chown = values.find(ServerKeys.CHOWN);
        if (chown.isPresent()) {
            int colon = chown.get().indexOf(':');
            String user = colon < 0 ? chown.get() : chown.get().substring(0, colon);
            owner = Optional.of(user).filter(name -> locations.requireUser(values, ServerKeys.CHOWN, name));
            group = colon < 0
                    ? Optional.empty()
                    : Optional.of(chown.get().substring(colon + 1))
                            .filter(name -> locations.requireGroup(values, ServerKeys.CHOWN, name));
        }
        return new SocketSpec(
                locations.pathWithHome(values, ServerKeys.FILE).map(Path::normalize),
                values.get(ServerKeys.CHMOD),
                owner,
                group,
                login(values));
    }

    private Optional<Login> login(Values values) {
        Optional<String> username = values.find(ServerKeys.USERNAME);
        Optional<String> password = values.find(ServerKeys.PASSWORD);
        boolean half = values.entry(ServerKeys.USERNAME).isPresent()
                != values.entry(ServerKeys.PASSWORD).isPresent();
        if (half) {
            problems.error(
                    values.section(),
                    "the section contains incomplete authentication: if a username or a"
                            + " password is specified, both must be",
                    "write both username and password");
        }
        return username.isPresent() && password.isPresent()
                ? Optional.of(new Login(username.get(), password.get()))
                : Optional.empty();
    }

    private void checkInet(Values values) {
        login(values);
        Optional<String> port = values.find(ServerKeys.PORT);
        if (values.entry(ServerKeys.PORT).isEmpty()) {
            problems.error(values.section(), "the section has no port value", "write port = 127.0.0.1:9001");
        }
        port.ifPresent(address -> {
            String number = address.substring(address.lastIndexOf(':') + 1);
            long value = Numbers.whole(number).orElse(0);
            if (value < 1 || value > 65535) {
                values.error(
                        ServerKeys.PORT,
                        PythonText.quoteBriefly(address) + " has not a valid port number",
                        "write HOST:PORT with a port from 1 to 65535");
            }
        });
        problems.warn(
                values.section(),
                "this daemon has no HTTP server yet, so it does not listen here",
                "use its unix socket");
    }
}
