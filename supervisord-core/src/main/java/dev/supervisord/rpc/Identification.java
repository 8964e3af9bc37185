package dev.supervisord.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.supervisord.model.AccessToken;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds out who makes a call: on the unix socket the kernel says it, over TCP a token ({@code authorization: Bearer …}, RFC 6750)
 * or else the connection's certificate.
 */
final class Identification {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";

    private final InstantSource clock;

    /**
     * Who calls.
     *
     * @param until when what was shown for it expires; empty: never
     */
    record Identified(Caller caller, Optional<Instant> until) {}

    Identification(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws StatusRuntimeException the refusal, when nobody can say who it is */
    Identified of(Peer peer, Metadata headers, List<AccessToken> tokens) {
        if (peer instanceof Peer.Local local) {
            return new Identified(new Caller.User(local.uid(), local.gids()), Optional.empty());
        }
        String header = headers.get(AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return token(header.substring(SCHEME.length()).strip(), tokens);
        }
        Optional<Peer.Certificate> certificate = ((Peer.Remote) peer).certificate();
        if (certificate.isEmpty()) {
            throw StatusMapper.notIdentified("TOKEN_REQUIRED", "a token or a client certificate is required");
        }
        if (isOver(certificate.get().expires())) {
            throw StatusMapper.notIdentified(
                    "CERTIFICATE_EXPIRED", "the client certificate has expired; connect with a new one");
        }
        return new Identified(
                new Caller.Certified(new Subject(certificate.get().subject())),
                Optional.of(certificate.get().expires()));
    }

    /** How long it is until then. */
    Duration until(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private boolean isOver(Instant end) {
        return !clock.instant().isBefore(end);
    }

    private Identified token(String secret, List<AccessToken> tokens) {
        byte[] digest = HexFormat.of().formatHex(sha256(secret)).getBytes(US_ASCII);
        Optional<AccessToken> found = Optional.empty();
        for (AccessToken token : tokens) {
            if (MessageDigest.isEqual(digest, token.sha256().getBytes(US_ASCII))) {
                found = Optional.of(token);
            }
        }
        if (found.isEmpty()) {
            throw StatusMapper.notIdentified("TOKEN_UNKNOWN", "this token is not known here");
        }
        if (found.get().expires().filter(this::isOver).isPresent()) {
            throw StatusMapper.notIdentified(
                    "TOKEN_EXPIRED", "the token " + found.get().name() + " has expired; ask for a new one");
        }
        return new Identified(new Caller.Token(found.get().name()), found.get().expires());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
