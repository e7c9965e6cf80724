package dev.duet.sip.internal.transport;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whether a certificate is for the server that was meant (RFC 5922 7): one of its SIP URIs or DNS names is the
 * account's domain, or it names the host that the configuration gave.
 *
 * @param domain the domain of the address of record; compared exactly (RFC 5922 7.2)
 * @param hosts hosts that the configuration named, with or without a wildcard in the certificate (RFC 6125 6.4.3)
 */
public record PeerIdentity(String domain, Set<String> hosts) {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;

    public PeerIdentity {
        domain = domain.toLowerCase(Locale.ROOT);
        hosts = Set.copyOf(
                hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList());
    }

    /** The name for the TLS handshake (RFC 6066 3): a configured host, else the domain. */
    String serverName() {
        return hosts.stream().findFirst().orElse(domain);
    }

    /** Throws when the certificate is for somebody else. */
    void check(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        List<String> seen = new ArrayList<>();
        if (names == null) { // RFC 5922 7.1: only then the common name counts
            String common = commonName(certificate);
            seen.add(common);
            if (isWanted(common)) {
                return;
            }
        } else {
            for (List<?> name : names) {
                String text = identity((Integer) name.get(0), String.valueOf(name.get(1)));
                if (isWanted(text)) {
                    return;
                }
                seen.add(text);
            }
        }
        seen.removeIf(String::isEmpty);
        throw new WrongNameException(
                "wanted " + (hosts.isEmpty() ? domain : domain + " or " + hosts) + ", got " + seen);
    }

    private boolean isWanted(String name) {
        return name.equals(domain) || hosts.stream().anyMatch(host -> matches(name, host));
    }

    private static boolean matches(String pattern, String host) {
        if (pattern.startsWith("*.")) {
            int dot = host.indexOf('.');
            return dot > 0 && host.substring(dot).equals(pattern.substring(1));
        }
        return pattern.equals(host);
    }

    /** The domain, host or address that a name stands for; empty for one that is of no use here. */
    private static String identity(int type, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return switch (type) {
            case DNS_NAME, IP_ADDRESS -> lower;
            case URI -> lower.startsWith("sip:") && lower.indexOf('@') < 0 ? lower.substring(4) : "";
            default -> "";
        };
    }

    private static String commonName(X509Certificate certificate) {
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString().toLowerCase(Locale.ROOT);
                }
            }
        } catch (InvalidNameException e) {
            return "";
        }
        return "";
    }

    /** The certificate may be good, but is somebody else's. */
    static final class WrongNameException extends CertificateException {

        private static final long serialVersionUID = 1L;

        WrongNameException(String message) {
            super(message);
        }
    }
}
