package dev.supervisord.config;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.model.SocketSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the sections {@code [socket:x]}, and remembers which of them programs use. */
final class HeldSocketSections {
    private static final int BACKLOG_MAX = 65535;

    /** What {@code LISTEN_FDNAMES} and {@code %(socket_NAME_fd)d} can hold. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,255}");

    private final List<Section> sections;
    private final Locations locations;
    private final Problems problems;
    private final Map<String, HeldSocket> byName = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    /** @param control the daemon's own socket, whose path is not to be had */
    HeldSocketSections(Document document, Locations locations, Problems problems, Names names, SocketSpec control) {
        this.sections = document.sections(Kind.SOCKET);
        this.locations = locations;
        this.problems = problems;
        for (Section section : sections) {
            read(new Values(section, names, problems), control);
        }
    }

    private void read(Values values, SocketSpec control) {
        String name = values.section().name();
        if (!NAME.matcher(name).matches()) {
            problems.error(
                    values.section(),
                    "Invalid name: " + PythonText.quoteBriefly(name),
                    "write a name of letters, digits, '_', '-' and '.'");
        }
        int backlog = values.get(HeldSocketKeys.BACKLOG);
        if (backlog < 1 || backlog > BACKLOG_MAX) {
            values.error(HeldSocketKeys.BACKLOG, "Invalid backlog value " + backlog, "write 1 to " + BACKLOG_MAX);
        }
        Optional<String> owner = locations.user(values, HeldSocketKeys.OWNER);
        Optional<String> group = locations.group(values, HeldSocketKeys.GROUP);
        int mode = values.get(HeldSocketKeys.MODE);
        boolean reusePort = values.get(HeldSocketKeys.REUSE_PORT);
        if (values.entry(HeldSocketKeys.LISTEN).isEmpty()) {
            values.error(
                    HeldSocketKeys.LISTEN,
                    "the section does not say where to listen",
                    "write listen = 127.0.0.1:8080 or unix:/run/NAME.sock, in quotes in TOML");
        }
        address(values).ifPresent(address -> {
            HeldSocket socket =
                    new HeldSocket(new HeldSocket.Id(name, address), backlog, owner, group, mode, reusePort);
            checkKeys(values, address);
            checkPlace(values, socket, control);
            byName.put(name, socket);
        });
    }

    private Optional<ListenAddress> address(Values values) {
        Optional<Parsed<ListenAddress>> parsed =
                values.find(HeldSocketKeys.LISTEN).map(ListenText::parse);
        if (parsed.orElse(null) instanceof Parsed.Bad<ListenAddress> bad) {
            values.error(HeldSocketKeys.LISTEN, bad.what(), bad.advice());
        }
        return parsed.orElse(null) instanceof Parsed.Good<ListenAddress> good
                ? Optional.of(good.value())
                : Optional.empty();
    }

    private static void checkKeys(Values values, ListenAddress address) {
        boolean unix = address instanceof ListenAddress.Unix;
        List<Key<?>> foreign = unix
                ? List.of(HeldSocketKeys.REUSE_PORT)
                : List.of(HeldSocketKeys.OWNER, HeldSocketKeys.GROUP, HeldSocketKeys.MODE);
        for (Key<?> key : foreign) {
            if (values.entry(key).isPresent()) {
                values.error(
                        key, "this key is only for " + (unix ? "TCP sockets" : "sockets with a path"), "remove it");
            }
        }
    }

    private void checkPlace(Values values, HeldSocket socket, SocketSpec control) {
        ListenAddress address = socket.id().address();
        if (address instanceof ListenAddress.Unix unix) {
            if (control.path().filter(unix.path()::equals).isPresent()) {
                values.error(HeldSocketKeys.LISTEN, unix.path() + " is the control socket", "write another path");
            }
            Optional.ofNullable(unix.path().getParent())
                    .filter(directory -> !locations.isDirectory(directory))
                    .ifPresent(missing -> values.warn(
                            HeldSocketKeys.LISTEN,
                            "the directory " + missing + " does not exist, so it cannot be opened now",
                            "run: mkdir -p " + missing));
        }
        for (HeldSocket other : byName.values()) {
            if (!(socket.reusePort() && other.reusePort())
                    && meet(address, other.id().address())) {
                values.error(
                        HeldSocketKeys.LISTEN,
                        address + " cannot be had beside " + other.id().address() + " of socket " + other.name(),
                        "give them different addresses, or one socket to several programs");
            }
        }
    }

    private static boolean meet(ListenAddress one, ListenAddress other) {
        return one.equals(other)
                || (one instanceof ListenAddress.Inet inet
                        && other instanceof ListenAddress.Inet second
                        && inet.overlaps(second));
    }

    /** The socket that a value of a program names; empty when there is none, or its section is wrong. */
    Optional<HeldSocket.Id> use(Values values, Key<?> key, String name) {
        used.add(name);
        List<String> known = sections.stream().map(Section::name).toList();
        if (!known.contains(name)) {
            values.error(
                    key,
                    "names unknown socket " + name,
                    NearName.of(name, known)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("write [socket" + values.section().syntax().separator() + name
                                    + "] with listen = …, or remove the name"));
        }
        return Optional.ofNullable(byName.get(name)).map(HeldSocket::id);
    }

    /** All sockets, those that no program uses too; with a warning about these. */
    List<HeldSocket> all() {
        for (Section section : sections) {
            if (!used.contains(section.name())) {
                problems.warn(
                        section,
                        "no program uses the socket, so whoever connects to it waits for ever",
                        "write sockets = " + section.name()
                                + " in a program (in TOML an array), or remove the section");
            }
        }
        return new ArrayList<>(byName.values());
    }
}
