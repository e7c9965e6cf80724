package dev.duet.xmpp.internal.rfc7590;

import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Whether a certificate speaks for a domain (RFC 6125 6, as RFC 7590 3.4 and RFC 6120 13.7.2 ask for). Only DNS names
 * in the subjectAltName count; the common name does not. A certificate for the host that SRV records led to is not
 * enough: DNS may lie.
 */
public final class ServerIdentity {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private ServerIdentity() {}

    /** True when the certificate is for that domain. */
    public static boolean matches(X509Certificate certificate, String domain) {
        boolean literal = isLiteral(domain);
        String wanted = literal ? strip(domain) : ascii(domain);
        return names(certificate, literal ? IP_ADDRESS : DNS_NAME).stream()
                .anyMatch(name -> literal ? name.equalsIgnoreCase(wanted) : matches(name, wanted));
    }

    /** The names a certificate has, for a text to people. */
    public static List<String> names(X509Certificate certificate) {
        return names(certificate, DNS_NAME);
    }

    /** RFC 6125 6.4: labels compare without case; a wildcard is the whole left-most label. */
    static boolean matches(String presented, String wanted) {
        String pattern = ascii(presented);
        if (!pattern.startsWith("*.")) {
            return pattern.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        String rest = pattern.substring(2);
        return dot > 0 && rest.indexOf('.') > 0 && rest.equals(wanted.substring(dot + 1));
    }

    private static boolean isLiteral(String domain) {
        return domain.startsWith("[") || domain.matches("[0-9.]+");
    }

    private static String strip(String domain) {
        return domain.startsWith("[") ? domain.substring(1, domain.length() - 1) : domain;
    }

    private static String ascii(String name) {
        String trimmed = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        try {
            return IDN.toASCII(trimmed).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return trimmed.toLowerCase(Locale.ROOT);
        }
    }

    private static List<String> names(X509Certificate certificate, int type) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (Integer.valueOf(type).equals(alternative.get(0)) && alternative.get(1) instanceof String name) {
                        names.add(name);
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // a certificate that cannot be read speaks for nobody
        }
        return names;
    }
}
