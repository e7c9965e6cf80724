package dev.duet.spi.net;

import dev.duet.model.ClientCertificate;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a server when its chain leads to an authority that is trusted, and its certificate is for whom it should be.
 * Both are checked during the handshake, before anything is sent. {@link Trust.Insecure} checks neither.
 */
public final class ServerTrust extends X509ExtendedTrustManager {

    private final @Nullable X509ExtendedTrustManager authorities;
    private final Function<X509Certificate, @Nullable String> complaint;

    private ServerTrust(
            @Nullable X509ExtendedTrustManager authorities, Function<X509Certificate, @Nullable String> complaint) {
        this.authorities = authorities;
        this.complaint = complaint;
    }

    /**
     * Trust in a server. Blocks: it reads files.
     *
     * @param complaint looks at the server's own certificate, whose chain is trusted: null when it is for whom it
     *     should be, else what is wrong with it, which a {@link WrongNameException} tells
     * @throws DuetException when what was configured is not usable: of kind TLS, by this side, not to be tried again
     */
    public static ServerTrust of(Trust trust, Function<X509Certificate, @Nullable String> complaint) {
        if (trust instanceof Trust.Insecure) {
            return new ServerTrust(null, complaint);
        }
        try {
            KeyStore keys = trust instanceof Trust.Authorities file ? read(file.pem()) : null;
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(keys);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return new ServerTrust(extended, complaint);
                }
            }
            throw unusable("this Java runtime has no X.509 trust manager", null);
        } catch (GeneralSecurityException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    /** A TLS context that trusts so, without a certificate of its own. */
    public SSLContext context() {
        return context(null);
    }

    /**
     * A TLS context that trusts so. Blocks when it reads a file.
     *
     * @param own what it shows to a server that asks; null for nothing
     * @throws DuetException when the certificate cannot be used: of kind TLS, by this side, not to be tried again
     */
    public SSLContext context(@Nullable ClientCertificate own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : keys(own), new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    private static KeyManager[] keys(ClientCertificate own) throws GeneralSecurityException {
        char[] password = own.password().reveal().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(own.keyStore())) {
            store.load(in, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw unusable("no certificate can be read from " + own.keyStore() + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static KeyStore read(Path pem) throws GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream in = Files.newInputStream(pem)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            keys.load(null, null);
        } catch (IOException | CertificateException e) {
            throw unusable("no certificates can be read from " + pem + ": " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw unusable("there is no certificate in " + pem, null);
        }
        int number = 0;
        for (Certificate certificate : certificates) {
            keys.setCertificateEntry("authority-" + number++, certificate);
        }
        return keys;
    }

    private static DuetException unusable(String why, @Nullable Exception cause) {
        Failure failure =
                Failure.of(Failure.Kind.TLS, Failure.Origin.LOCAL, Failure.Retry.NEVER, "TLS is not set up: " + why);
        return cause == null ? new DuetException(failure) : new DuetException(failure, cause);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (authorities != null) {
            authorities.checkServerTrusted(chain, type, socket);
            checkName(chain);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (authorities != null) {
            authorities.checkServerTrusted(chain, type, engine);
            checkName(chain);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (authorities != null) {
            authorities.checkServerTrusted(chain, type);
            checkName(chain);
        }
    }

    private void checkName(X509Certificate[] chain) throws WrongNameException {
        String wrong = complaint.apply(chain[0]);
        if (wrong != null) {
            throw new WrongNameException(wrong);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("Not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("Not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("Not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }
}
