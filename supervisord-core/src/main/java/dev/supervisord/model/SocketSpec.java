package dev.supervisord.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The control socket ({@code [unix_http_server]}, or {@code socket*} of {@code [supervisord]}).
 *
 * @param path where it listens; empty: {@code supervisord.sock} in the runtime directory
 * @param mode its permission bits
 * @param owner user who owns it, a name or a number; empty: unchanged
 * @param group group that owns it, a name or a number; empty: unchanged
 * @param login the user name and password callers must give, when both are configured
 */
public record SocketSpec(
        Optional<Path> path, int mode, Optional<String> owner, Optional<String> group, Optional<Login> login) {

    /** A user name with its password: plain, or {@code {SHA}} and the hexadecimal SHA-1 of it, as in Supervisor. */
    public record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + ", ***]";
        }
    }
}
