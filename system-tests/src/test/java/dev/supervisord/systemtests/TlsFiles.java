package dev.supervisord.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a test, as docs/security.md makes them: {@code ca.pem}, {@code host.pem} and {@code host.key}. */
final class TlsFiles {

    private static final String NEW_KEY = " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes ";
    private static final char[] NO_PASSWORD = new char[0];

    private final Sandbox sandbox;

    TlsFiles(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    void make() throws IOException, InterruptedException {
        sandbox.write("host.ext", "subjectAltName=IP:127.0.0.1");
        openssl("req -x509" + NEW_KEY + "-days 2 -subj /CN=ca -keyout ca.key -out ca.pem");
        openssl("req" + NEW_KEY + "-subj /CN=host -keyout host.key -out host.csr");
        openssl(
                "x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile host.ext -out host.pem");
    }

    /** A client that trusts the authority and shows nothing. */
    SSLContext trusting() throws IOException, GeneralSecurityException {
        return context(new KeyManager[0]);
    }

    /** A client with a certificate that it has made itself. */
    SSLContext certified(String name, String subject)
            throws IOException, InterruptedException, GeneralSecurityException {
        openssl("req -x509" + NEW_KEY + "-days 2 -subj /" + subject + " -keyout " + name + ".key -out " + name
                + ".pem");
        return context(keys(name, 1));
    }

    /** The same, and so many more behind it. */
    SSLContext certifiedByLongChain(int length) throws IOException, GeneralSecurityException {
        return context(keys("strangers", length));
    }

    private SSLContext context(KeyManager[] own) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, NO_PASSWORD);
        trusted.setCertificateEntry("ca", certificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }

    private KeyManager[] keys(String name, int length) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("JKS");
        own.load(null, NO_PASSWORD);
        own.setKeyEntry(
                "own",
                key(name),
                NO_PASSWORD,
                Collections.nCopies(length, certificate(name)).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(own, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (InputStream file = Files.newInputStream(sandbox.dir().resolve(name + ".pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    private PrivateKey key(String name) throws IOException, GeneralSecurityException {
        String text = Files.readString(sandbox.dir().resolve(name + ".key")).replaceAll("-----[^-]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
    }

    private void openssl(String words) throws IOException, InterruptedException {
        sandbox.run("openssl", words.split(" ", -1)).exits(0);
    }
}
