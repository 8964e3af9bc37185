package dev.supervisord.config;

import dev.supervisord.model.AccessRole;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of {@code [access.x]}, {@code [token.x]} and {@code [control]}: who may control the daemon, and from where. */
final class AccessKeys {
    private static final Set<Kind> ACCESS = EnumSet.of(Kind.ACCESS);
    private static final Set<Kind> TOKEN = EnumSet.of(Kind.TOKEN);
    private static final Set<Kind> CONTROL = EnumSet.of(Kind.CONTROL);

    static final Key<AccessRole> ROLE = Key.optional(
            "role",
            ACCESS,
            AccessTypes.ROLE,
            Change.LIVE,
            "What may be done: `read` (states and logs), `operate` (also start, stop, restart, signal, write to the input, clear"
                    + " and rotate logs) or `admin` (everything): required.");
    static final Key<List<String>> USERS = names(
            "users",
            "Users of this machine who call through the unix socket, names or numbers; `*`: all who can open it.");
    static final Key<List<String>> GROUPS = names(
            "groups", "Groups of this machine; who is in one of them, whether by primary group or another, is meant.");
    static final Key<List<String>> TOKENS = names("tokens", "Names of `[token.x]` sections.");
    static final Key<List<String>> CERTIFICATES = Key.optional(
            "certificates",
            ACCESS,
            AccessTypes.SUBJECTS,
            Change.LIVE,
            "Subjects of client certificates, such as `CN=ci` or `CN=ci,O=Example`: all these parts must be in the subject. With"
                    + " semicolons between them; an array in TOML.");
    static final Key<List<String>> PROGRAMS = names(
            "programs",
            "Patterns for programs or groups, such as `web-*`; without it everything. Not with `admin`, which is for the daemon.");

    static final Key<String> SHA256 = Key.optional(
            "sha256",
            TOKEN,
            AccessTypes.SHA256,
            Change.LIVE,
            "SHA-256 of the token, 64 hexadecimal digits: required. `supervisord token` makes a token and prints both.");
    static final Key<Instant> EXPIRES = Key.optional(
            "expires",
            TOKEN,
            AccessTypes.TIME,
            Change.LIVE,
            "The last day on which it is good, `2027-01-31` (UTC), or a moment, `2027-01-31T18:00:00Z`; without it for ever.");

    static final Key<String> LISTEN = Key.optional(
            "listen",
            CONTROL,
            Types.TEXT,
            Change.LIVE,
            "TCP address to be controlled through: `10.0.0.1:9001`, `[::1]:9001`, `0.0.0.0:9001` for all of the machine: required."
                    + " The new address is open before the old one is closed.");
    static final Key<String> CERTIFICATE = Key.optional(
            "certificate",
            CONTROL,
            Types.PATH,
            Change.LIVE,
            "File with the daemon's certificate and those between it and the root, PEM; read again at each reload.");
    static final Key<String> KEY = Key.optional(
            "key",
            CONTROL,
            Types.PATH,
            Change.LIVE,
            "File with its private key, PEM (PKCS #8) without a password; read again at each reload.");
    static final Key<String> CLIENT_CA = Key.optional(
            "client_ca",
            CONTROL,
            Types.PATH,
            Change.LIVE,
            "File with the certificates of those who sign clients' certificates, PEM; without it clients need tokens.");
    static final Key<Boolean> INSECURE = Key.withDefault(
            "insecure",
            CONTROL,
            Types.BOOLEAN,
            "false",
            Change.DAEMON,
            "Listen without TLS; only on a loopback address. Callers still need a token.");

    static final List<Key<?>> ALL = List.of(
            ROLE,
            USERS,
            GROUPS,
            TOKENS,
            CERTIFICATES,
            PROGRAMS,
            SHA256,
            EXPIRES,
            LISTEN,
            CERTIFICATE,
            KEY,
            CLIENT_CA,
            INSECURE);

    private AccessKeys() {}

    private static Key<List<String>> names(String name, String doc) {
        return new Key<>(name, ACCESS, Types.NAME_LIST, Optional.empty(), Optional.empty(), Change.LIVE, true, doc);
    }
}
