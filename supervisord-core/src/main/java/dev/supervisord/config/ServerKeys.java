package dev.supervisord.config;

import static dev.supervisord.config.Change.DAEMON;
import static dev.supervisord.config.Change.RESTART;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The keys of the sections that speak to others: servers, the client, event listeners and FastCGI sockets. */
final class ServerKeys {
    private static final Set<Kind> SERVERS = EnumSet.of(Kind.UNIX_HTTP_SERVER, Kind.INET_HTTP_SERVER);
    private static final Set<Kind> UNIX = EnumSet.of(Kind.UNIX_HTTP_SERVER);
    private static final Set<Kind> FCGI = EnumSet.of(Kind.FCGI_PROGRAM);
    private static final Set<Kind> LISTENER = EnumSet.of(Kind.EVENTLISTENER);
    private static final Set<Kind> CLIENT = EnumSet.of(Kind.SUPERVISORCTL);

    static final Key<String> FILE =
            Key.optional("file", UNIX, Types.PATH, DAEMON, "The control socket: required. `~` is a home directory.");
    static final Key<Integer> CHMOD =
            Key.withDefault("chmod", UNIX, Types.OCTAL, "0700", DAEMON, "Permission bits of the socket, octal.");
    static final Key<String> CHOWN =
            Key.optional("chown", UNIX, Types.TEXT, DAEMON, "Owner of the socket, `user` or `user:group`.");
    static final Key<String> PORT = Key.optional(
                    "port",
                    EnumSet.of(Kind.INET_HTTP_SERVER),
                    Types.TEXT,
                    DAEMON,
                    "Where to listen: `port`, `host:port` or `*:port`: required.")
            .notServed();
    static final Key<String> USERNAME = Key.optional(
            "username", SERVERS, Types.TEXT, DAEMON, "User name that callers must give; needs `password`.");
    static final Key<String> PASSWORD = Key.optional(
            "password", SERVERS, Types.TEXT, DAEMON, "Password, plain or `{SHA}` and the hexadecimal SHA-1 of it.");

    static final Key<List<String>> EVENTS = Key.optional(
                    "events",
                    LISTENER,
                    Types.COMMA_LIST,
                    RESTART,
                    "The events it receives, with commas; an array in TOML: required.")
            .notServed();
    static final Key<Integer> BUFFER_SIZE = Key.withDefault(
                    "buffer_size", LISTENER, Types.WHOLE, "10", RESTART, "How many events wait for it, at least 1.")
            .notServed();
    static final Key<String> RESULT_HANDLER = Key.withDefault(
                    "result_handler",
                    LISTENER,
                    Types.TEXT,
                    "supervisor.dispatchers:default_handler",
                    RESTART,
                    "Python function for its results.")
            .notServed();

    static final Key<String> FCGI_SOCKET = Key.optional(
                    "socket",
                    FCGI,
                    Types.TEXT,
                    RESTART,
                    "Socket that its processes share, `unix:///path` or `tcp://host:port`: required.")
            .notServed();
    static final Key<Integer> FCGI_BACKLOG = Key.optional(
                    "socket_backlog", FCGI, Types.WHOLE, RESTART, "Length of the socket's queue, 1 to 65535.")
            .notServed();
    static final Key<String> FCGI_OWNER = Key.optional(
                    "socket_owner", FCGI, Types.TEXT, RESTART, "Owner of a unix socket, `user` or `user:group`.")
            .notServed();
    static final Key<Integer> FCGI_MODE = Key.optional(
                    "socket_mode", FCGI, Types.OCTAL, RESTART, "Permission bits of a unix socket, octal.")
            .notServed();

    static final List<Key<?>> ALL = List.of(
            FILE,
            CHMOD,
            CHOWN,
            PORT,
            USERNAME,
            PASSWORD,
            EVENTS,
            BUFFER_SIZE,
            RESULT_HANDLER,
            FCGI_SOCKET,
            FCGI_BACKLOG,
            FCGI_OWNER,
            FCGI_MODE,
            client("serverurl", "Where the daemon listens, `unix:///path`."),
            client("username", "User name to give."),
            client("password", "Password to give."),
            client("prompt", "Prompt of the shell."),
            client("history_file", "File for the shell's history."));

    private ServerKeys() {}

    private static Key<String> client(String name, String doc) {
        return Key.optional(name, CLIENT, Types.TEXT, Change.LIVE, doc);
    }
}
