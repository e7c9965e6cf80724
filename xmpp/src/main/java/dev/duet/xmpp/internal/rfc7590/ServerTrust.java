package dev.duet.xmpp.internal.rfc7590;

import dev.duet.model.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a server when its chain leads to an authority we trust and its certificate is for the domain of the account.
 * Both are checked during the handshake, before anything is sent.
 */
public final class ServerTrust extends X509ExtendedTrustManager {

    private final @Nullable X509ExtendedTrustManager authorities;
    private final String domain;

    private ServerTrust(@Nullable X509ExtendedTrustManager authorities, String domain) {
        this.authorities = authorities;
        this.domain = domain;
    }

    /**
     * Trust in the server of a domain. Blocks: it reads files.
     *
     * @throws GeneralSecurityException when what was configured is not usable
     */
    public static ServerTrust of(Trust trust, String domain) throws GeneralSecurityException {
        if (trust instanceof Trust.Insecure) {
            return new ServerTrust(null, domain);
        }
        KeyStore keys = trust instanceof Trust.Authorities files ? read(files) : null;
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keys);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return new ServerTrust(extended, domain);
            }
        }
        throw new GeneralSecurityException("This Java runtime has no X.509 trust manager");
    }

    private static KeyStore read(Trust.Authorities files) throws GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream in = Files.newInputStream(files.pem())) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            keys.load(null, null);
        } catch (IOException | CertificateException e) {
            throw new KeyStoreException("No certificates can be read from " + files.pem() + ": " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new KeyStoreException("There is no certificate in " + files.pem());
        }
        int number = 0;
        for (Certificate certificate : certificates) {
            keys.setCertificateEntry("authority-" + number++, certificate);
        }
        return keys;
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

    private void checkName(X509Certificate[] chain) throws CertificateException {
        if (!ServerIdentity.matches(chain[0], domain)) {
            List<String> names = ServerIdentity.names(chain[0]);
            throw new WrongNameException("The server's certificate is for "
                    + (names.isEmpty() ? "no name" : String.join(", ", names)) + ", not for " + domain);
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
