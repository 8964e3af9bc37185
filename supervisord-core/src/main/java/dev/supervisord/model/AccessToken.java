package dev.supervisord.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A section {@code [token.NAME]}: a secret that a caller over TCP shows, of which only the hash is known here. It says who
 * calls; what may be done is said by an {@link AccessRule} that names it.
 *
 * @param sha256 of the secret's text, 64 hexadecimal digits in lower case
 * @param expires when it is no good any more; empty: never
 */
public record AccessToken(String name, String sha256, Optional<Instant> expires) {}
