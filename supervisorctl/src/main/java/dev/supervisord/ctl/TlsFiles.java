package dev.supervisord.ctl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes of PEM files what TLS needs. Used for TCP only: on a unix socket none of this is loaded. */
final class TlsFiles {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final String[] ALGORITHMS = {"EC", "RSA", "EdDSA"};

    private TlsFiles() {}

    static SSLContext context(Credentials credentials) throws UsageException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys(credentials), trusted(credentials.ca()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new UsageException("cannot prepare TLS: " + e.getMessage());
        }
    }

    private static TrustManager @Nullable [] trusted(@Nullable String ca)
            throws GeneralSecurityException, IOException, UsageException {
        if (ca == null) {
            return null; // what the platform trusts
        }
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates(ca)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(Credentials credentials)
            throws GeneralSecurityException, IOException, UsageException {
        String certificate = credentials.certificate();
        String key = credentials.key();
        if (certificate == null || key == null) {
            return null;
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("own", privateKey(key), new char[0], certificates(certificate));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] read(String file) throws UsageException {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static Certificate[] certificates(String file) throws GeneralSecurityException, UsageException {
        Certificate[] certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(read(file)))
                .toArray(new Certificate[0]);
        if (certificates.length == 0) {
            throw new UsageException("there is no certificate in " + file + ": give a file in PEM format");
        }
        return certificates;
    }

    private static PrivateKey privateKey(String file) throws GeneralSecurityException, UsageException {
        String text = new String(read(file), StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new UsageException("there is no private key in " + file
                    + " that can be read: convert it with openssl pkcs8 -topk8 -nocrypt -in FILE");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException other) {
                continue; // it is a key of another kind
            }
        }
        throw new UsageException("the private key in " + file + " is neither EC nor RSA nor EdDSA");
    }
}
