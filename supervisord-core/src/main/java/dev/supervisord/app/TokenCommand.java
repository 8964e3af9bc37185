package dev.supervisord.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** {@code supervisord token}: makes a token for a caller over TCP, and the section that knows it. */
final class TokenCommand {

    private static final int BYTES = 32;
    private static final int GOOD = 0;

    int run() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        System.out.print("# For the caller, in a file of its own or as CTL_TOKEN; it is kept nowhere else:\n" + token
                + "\n# For the configuration:\n[token.NAME]\nsha256 = \""
                + digest(token) + "\"\n");
        return GOOD;
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
