package dev.duet.sandbox.internal.pki;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS contexts and files made of certificates and keys. */
public final class Contexts {

    private static final int PEM_LINE = 64;

    private Contexts() {}

    /** A server's, which trusts clients of the last of the chain, should it ask for their certificates. */
    public static SSLContext server(PrivateKey key, X509Certificate... chain) {
        try {
            char[] password = {};
            KeyStore store = emptyStore();
            store.setKeyEntry("own", key, password, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {trusting(chain[chain.length - 1])}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a server's TLS context", e);
        }
    }

    public static SSLContext client(X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a client's TLS context", e);
        }
    }

    public static X509TrustManager trusting(X509Certificate root) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(storeOf(root));
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("This JVM has no X.509 trust manager"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot trust " + root.getSubjectX500Principal(), e);
        }
    }

    /** A key store for a client that is to show who it is. */
    public static Path writeKeyStore(Path file, char[] password, PrivateKey key, X509Certificate... chain) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = emptyStore();
            store.setKeyEntry("own", key, password, chain);
            store.store(out, password);
            return file;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a key store", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path writeTrustStore(Path file, X509Certificate root, char[] password) {
        try (OutputStream out = Files.newOutputStream(file)) {
            storeOf(root).store(out, password);
            return file;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a trust store", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path writePem(Path file, Certificate... certificates) {
        StringBuilder text = new StringBuilder();
        try {
            for (Certificate certificate : certificates) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("Cannot encode a certificate", e);
        }
        return write(file, text.toString());
    }

    public static Path writePem(Path file, PrivateKey key) {
        return write(file, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + encoder.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyStore storeOf(X509Certificate root) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("sandbox", root);
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("No stream was read, yet one failed", e);
        }
    }
}
