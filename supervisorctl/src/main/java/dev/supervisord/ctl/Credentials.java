package dev.supervisord.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is shown to a daemon on a TCP address, and whom to believe there.
 *
 * @param ca file of certificates to trust; null: those that the Java platform trusts
 * @param certificate file of the client's own certificate; null: none
 * @param key file of its private key
 * @param token null: none
 */
record Credentials(
        @Nullable String ca,
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String token) {

    static final Credentials NONE = new Credentials(null, null, null, null);

    /**
     * Options first, then {@code CTL_CA}, {@code CTL_CERT}, {@code CTL_KEY}, {@code CTL_TOKEN} and {@code CTL_TOKEN_FILE}, then what
     * is said of a named server.
     */
    static Credentials find(Options options, Map<String, String> named, Map<String, String> environment)
            throws UsageException {
        Options.Security given = options.security();
        String token = given.tokenFile() == null ? nonEmpty(environment.get("CTL_TOKEN")) : null;
        String tokenFile = first(given.tokenFile(), environment.get("CTL_TOKEN_FILE"), named.get("token_file"));
        Credentials found = new Credentials(
                first(given.ca(), environment.get("CTL_CA"), named.get("ca")),
                first(given.certificate(), environment.get("CTL_CERT"), named.get("cert")),
                first(given.key(), environment.get("CTL_KEY"), named.get("key")),
                token == null && tokenFile != null ? read(tokenFile) : token);
        if ((found.certificate == null) != (found.key == null)) {
            throw new UsageException(
                    "a client certificate needs its key, and a key its certificate: give both --cert and"
                            + " --key (or CTL_CERT and CTL_KEY)");
        }
        return found;
    }

    private static @Nullable String first(@Nullable String... values) {
        for (String value : values) {
            if (nonEmpty(value) != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String nonEmpty(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private static String read(String file) throws UsageException {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UsageException("cannot read the token in " + file + ": " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + ca + ", " + certificate + ", " + key + ", " + (token == null ? "no token" : "***")
                + "]";
    }
}
