package dev.supervisord.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tries whether a key belongs to a certificate, which TLS finds out only when somebody connects: where a reload comes between the
 * replacement of the one file and of the other, what was there before has to stay.
 */
final class KeyProof {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----", Pattern.DOTALL);

    /** By the algorithm of the key; of others nothing is said here. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private KeyProof() {}

    /**
     * Tries it.
     *
     * @param certificate in PEM format; the first of the file is meant
     * @param key in PEM format, PKCS #8
     * @throws IOException when the key is of another certificate, or one of them cannot be read
     */
    static void check(Path certificate, Path key) throws IOException {
        Matcher text = PEM.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
        try (InputStream chain = Files.newInputStream(certificate)) {
            PublicKey open = CertificateFactory.getInstance("X.509")
                    .generateCertificate(chain)
                    .getPublicKey();
            String signature = SIGNATURES.get(open.getAlgorithm());
            if (signature != null && text.find() && !belong(open, text.group(1), signature)) {
                throw new IOException("the key of " + key + " is not that of the certificate " + certificate
                        + "; write both files before the reload");
            }
        } catch (GeneralSecurityException unreadable) {
            throw new IOException(
                    "cannot use " + certificate + " with " + key + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static boolean belong(PublicKey open, String base64, String algorithm) throws GeneralSecurityException {
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        PrivateKey secret = KeyFactory.getInstance(open.getAlgorithm()).generatePrivate(encoded);
        byte[] text = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(text);
        return signature.verify(signed);
    }
}
