package dev.duet.sip.internal.transport;

import dev.duet.model.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** SSL contexts for each kind of trust. */
final class TlsContexts {

    private TlsContexts() {}

    /** A context that trusts as told, and checks the server's name unless it trusts anybody. */
    static SSLContext create(Trust trust, PeerIdentity identity) throws IOException {
        try {
            TrustManager manager;
            if (trust instanceof Trust.Insecure) {
                manager = new Anybody();
            } else {
                KeyStore store = trust instanceof Trust.Authorities file ? load(file.pem()) : null;
                manager = new NameChecking(trustManager(store), identity);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }

    private static KeyStore load(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
        }
        if (number == 0) {
            throw new IOException("no certificate in " + pem);
        }
        return store;
    }

    /** Checks the chain as the Java runtime does, and then the name by RFC 5922. */
    private static final class NameChecking extends X509ExtendedTrustManager {
        private final X509TrustManager chain;
        private final PeerIdentity identity;

        NameChecking(X509TrustManager chain, PeerIdentity identity) {
            this.chain = chain;
            this.identity = identity;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type) throws CertificateException {
            chain.checkServerTrusted(certificates, type);
            identity.check(certificates[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(certificates, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(certificates, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type) throws CertificateException {
            throw new CertificateException("No clients connect here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(certificates, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(certificates, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return chain.getAcceptedIssuers();
        }
    }

    /** {@link Trust.Insecure}: asked for by name. */
    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
