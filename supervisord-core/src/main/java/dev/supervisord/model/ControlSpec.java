package dev.supervisord.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may control the daemon, and from where, beside its unix socket.
 *
 * @param rules who may do what; none: whoever can open the unix socket may do everything
 * @param auditLog where every change and every refusal is written; empty: nowhere
 */
public record ControlSpec(
        Optional<Tcp> tcp, List<AccessRule> rules, List<AccessToken> tokens, Optional<Path> auditLog) {

    /** The unix socket only, for whoever can open it. */
    public static final ControlSpec LOCAL = new ControlSpec(Optional.empty(), List.of(), List.of(), Optional.empty());

    public ControlSpec {
        rules = List.copyOf(rules);
        tokens = List.copyOf(tokens);
    }

    /**
     * The section {@code [control]}.
     *
     * @param tls empty: in plain text, on a loopback address
     */
    public record Tcp(ListenAddress.Inet address, Optional<Tls> tls) {}

    /**
     * Files in PEM format.
     *
     * @param certificate the daemon's certificate, followed by those between it and the root
     * @param key its private key, PKCS #8, without a password
     * @param clientCa who signs the certificates of clients; empty: clients have none
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientCa) {}
}
