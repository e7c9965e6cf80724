package dev.duet.spi.net;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whom a certificate names in its subjectAltName. The common name does not count (RFC 6125 6.4.4).
 *
 * @param dns DNS names as they are written, perhaps with a wildcard
 * @param addresses IP addresses as they are written
 * @param uris URIs
 */
public record CertificateNames(List<String> dns, List<String> addresses, List<String> uris) {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;

    public CertificateNames {
        dns = List.copyOf(dns);
        addresses = List.copyOf(addresses);
        uris = List.copyOf(uris);
    }

    /** The names in a certificate; none when they cannot be read. */
    public static CertificateNames of(X509Certificate certificate) {
        List<String> dns = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        for (List<?> alternative : alternatives(certificate)) {
            if (alternative.get(0) instanceof Integer type && alternative.get(1) instanceof String name) {
                switch (type) {
                    case DNS_NAME -> dns.add(name);
                    case IP_ADDRESS -> addresses.add(name);
                    case URI -> uris.add(name);
                    default -> {} // of no use for a server
                }
            }
        }
        return new CertificateNames(dns, addresses, uris);
    }

    /** True when one of them stands for that host (RFC 6125 6.4): an IP address for one, a DNS name for the others. */
    public boolean standFor(String host) {
        InetAddress literal = Hosts.literal(host);
        return literal == null
                ? dns.stream().anyMatch(name -> matches(name, host))
                : addresses.stream().anyMatch(address -> literal.equals(Hosts.literal(address)));
    }

    /** All of them, for a text to people. */
    public List<String> all() {
        List<String> all = new ArrayList<>(dns);
        all.addAll(addresses);
        all.addAll(uris);
        return all;
    }

    /** RFC 6125 6.4: labels compare without case; a wildcard is the whole left-most label, above two others. */
    static boolean matches(String presented, String host) {
        String pattern = Hosts.ascii(presented);
        String wanted = Hosts.ascii(host);
        if (!pattern.startsWith("*.")) {
            return pattern.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        String rest = pattern.substring(2);
        return dot > 0 && rest.indexOf('.') > 0 && rest.equals(wanted.substring(dot + 1));
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null ? List.of() : alternatives;
        } catch (CertificateParsingException e) {
            return List.of(); // a certificate that cannot be read speaks for nobody
        }
    }
}
