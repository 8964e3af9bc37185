package dev.supervisord.config;

import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessToken;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.ControlSpec.Tcp;
import dev.supervisord.model.ControlSpec.Tls;
import dev.supervisord.model.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads who may control the daemon: {@code [control]}, the rules and tokens, and {@code audit_log} of {@code [supervisord]}. */
final class ControlSection {
    private final Document document;
    private final Locations locations;
    private final Problems problems;
    private final Names names;

    ControlSection(Document document, Locations locations, Problems problems, Names names) {
        this.document = document;
        this.locations = locations;
        this.problems = problems;
        this.names = names;
    }

    ControlSpec read(Values daemon) {
        AccessSections access = new AccessSections(document, locations, problems, names);
        List<AccessToken> tokens = access.tokens();
        List<AccessRule> rules = access.rules(tokens);
        Optional<Tcp> tcp = document.section(Kind.CONTROL, "")
                .flatMap(section -> tcp(new Values(section, names, problems), tokens, rules));
        Optional<Path> audit = daemon.find(DaemonKeys.AUDIT_LOG)
                .flatMap(text -> locations.fileInDirectory(daemon, DaemonKeys.AUDIT_LOG, text));
        return new ControlSpec(tcp, rules, tokens, audit);
    }

    private Optional<Tcp> tcp(Values values, List<AccessToken> tokens, List<AccessRule> rules) {
        Optional<ListenAddress.Inet> address = address(values);
        Optional<Path> certificate = file(values, AccessKeys.CERTIFICATE);
        Optional<Path> key = file(values, AccessKeys.KEY);
        Optional<Path> clientCa = file(values, AccessKeys.CLIENT_CA);
        boolean encrypted = values.entry(AccessKeys.CERTIFICATE).isPresent()
                && values.entry(AccessKeys.KEY).isPresent();
        checkEncryption(values, address, encrypted);
        if (tokens.isEmpty() && clientCa.isEmpty()) {
            values.error(
                    AccessKeys.CLIENT_CA,
                    "nobody could show who they are: there is no [token" + separator(values) + "x] and no client_ca",
                    "run supervisord token for a token, or write client_ca = FILE");
        }
        if (rules.isEmpty()) {
            problems.warn(
                    values.section(),
                    "nobody may do anything through TCP, because no section [access" + separator(values)
                            + "x] gives a role",
                    "write one with role and tokens or certificates");
        }
        Optional<Tls> tls = certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret, clientCa)));
        return address.map(place -> new Tcp(place, tls));
    }

    private static char separator(Values values) {
        return values.section().syntax().separator();
    }

    private Optional<ListenAddress.Inet> address(Values values) {
        if (values.entry(AccessKeys.LISTEN).isEmpty()) {
            values.error(
                    AccessKeys.LISTEN, "the section does not say where to listen", "write listen = 127.0.0.1:9001");
        }
        Optional<Parsed<ListenAddress>> parsed = values.find(AccessKeys.LISTEN).map(ListenText::parse);
        if (parsed.orElse(null) instanceof Parsed.Bad<ListenAddress> bad) {
            values.error(AccessKeys.LISTEN, bad.what(), bad.advice());
        }
        if (parsed.orElse(null) instanceof Parsed.Good<ListenAddress> good) {
            if (good.value() instanceof ListenAddress.Inet inet) {
                return Optional.of(inet);
            }
            values.error(
                    AccessKeys.LISTEN,
                    "a unix socket is configured by socket of [supervisord]",
                    "write a TCP address such as 127.0.0.1:9001");
        }
        return Optional.empty();
    }

    private static void checkEncryption(Values values, Optional<ListenAddress.Inet> address, boolean encrypted) {
        boolean insecure = values.get(AccessKeys.INSECURE);
        boolean loopback =
                address.map(place -> place.host().isLoopbackAddress()).orElse(true);
        boolean half = !encrypted
                && (values.entry(AccessKeys.CERTIFICATE).isPresent()
                        || values.entry(AccessKeys.KEY).isPresent()
                        || values.entry(AccessKeys.CLIENT_CA).isPresent());
        if (half) {
            values.error(
                    AccessKeys.CERTIFICATE, "TLS needs both a certificate and its key", "write certificate and key");
        } else if (encrypted && insecure) {
            values.error(
                    AccessKeys.INSECURE, "there is a certificate, so this listens with TLS", "remove one of the two");
        } else if (!encrypted && !insecure) {
            values.error(
                    AccessKeys.LISTEN,
                    "TCP is only listened on with TLS",
                    "write certificate and key; or insecure = true for plain text on a loopback address");
        } else if (!encrypted && !loopback) {
            values.error(
                    AccessKeys.INSECURE,
                    "plain text is only spoken on a loopback address",
                    "write listen = 127.0.0.1:PORT, or certificate and key");
        }
    }

    private Optional<Path> file(Values values, Key<String> key) {
        Optional<Path> file = locations.pathWithHome(values, key).map(Path::normalize);
        file.filter(path -> !locations.exists(path))
                .ifPresent(missing -> values.error(key, "there is no file " + missing, "write the path of a file"));
        return file;
    }
}
