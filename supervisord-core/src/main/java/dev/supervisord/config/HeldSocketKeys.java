package dev.supervisord.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The keys of {@code [socket:x]}. */
final class HeldSocketKeys {
    private static final Set<Kind> SOCKET = EnumSet.of(Kind.SOCKET);

    static final Key<String> LISTEN = Key.optional(
            "listen",
            SOCKET,
            Types.TEXT,
            Change.RESTART,
            "Where it listens: `127.0.0.1:8080`, `[::1]:8080`, `0.0.0.0:80` for all IPv4 addresses of the machine, `[::]:80` for"
                    + " all IPv6 addresses, or `unix:/path` with at most 107 bytes: required. The new address is open before the"
                    + " old one is closed.");
    static final Key<Integer> BACKLOG = Key.withDefault(
            "backlog",
            SOCKET,
            Types.WHOLE,
            "4096",
            Change.LIVE,
            "How many connections may wait for a program, 1 to 65535; the kernel takes at most its `net.core.somaxconn`.");
    static final Key<String> OWNER = Key.optional(
            "owner",
            SOCKET,
            Types.USER,
            Change.LIVE,
            "User who owns the path of a unix socket, a name or a number; without it the daemon's.");
    static final Key<String> GROUP = Key.optional(
            "group",
            SOCKET,
            Types.USER,
            Change.LIVE,
            "Group that owns the path of a unix socket, a name or a number; without it the daemon's.");
    static final Key<Integer> MODE = Key.withDefault(
            "mode",
            SOCKET,
            Types.OCTAL,
            "0660",
            Change.LIVE,
            "Permission bits of the path of a unix socket, octal (in TOML in quotes): who may write to it may connect.");
    static final Key<Boolean> REUSE_PORT = Key.withDefault(
            "reuse_port",
            SOCKET,
            Types.BOOLEAN,
            "false",
            Change.LIVE,
            "Let others of the same user that ask for it too listen on the same TCP address; each connection goes to one of"
                    + " them (`SO_REUSEPORT`).");

    static final List<Key<?>> ALL = List.of(LISTEN, BACKLOG, OWNER, GROUP, MODE, REUSE_PORT);

    private HeldSocketKeys() {}
}
