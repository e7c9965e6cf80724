package dev.duet.xmpp.internal.rfc7590;

import dev.duet.spi.net.CertificateNames;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate speaks for a domain (RFC 6125 6, as RFC 7590 3.4 and RFC 6120 13.7.2 ask for). A certificate
 * for the host that SRV records led to is not enough: DNS may lie.
 */
public final class ServerIdentity {

    private ServerIdentity() {}

    /** What is wrong with a certificate; null when it is for that domain. */
    public static @Nullable String complaint(X509Certificate certificate, String domain) {
        CertificateNames names = CertificateNames.of(certificate);
        if (names.standFor(domain)) {
            return null;
        }
        List<String> all = names.all();
        return "The server's certificate is for " + (all.isEmpty() ? "no name" : String.join(", ", all)) + ", not for "
                + domain;
    }
}
