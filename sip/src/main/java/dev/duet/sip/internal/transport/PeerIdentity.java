package dev.duet.sip.internal.transport;

import dev.duet.spi.net.CertificateNames;
import dev.duet.spi.net.Hosts;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is for the server that was meant (RFC 5922 7): it is for the account's SIP domain, or it names
 * the host that the configuration gave.
 *
 * @param domain the domain of the address of record; compared exactly (RFC 5922 7.2)
 * @param hosts hosts that the configuration named, with or without a wildcard in the certificate (RFC 6125 6.4.3)
 */
public record PeerIdentity(String domain, Set<String> hosts) {

    /** A SIP URI that names a domain, not somebody in it: it has no user part (RFC 5922 7.1). */
    private static final Pattern DOMAIN_URI =
            Pattern.compile("sip:(\\[[^\\]@]*\\]|[^@:;?\\[]+)(?::[0-9]*)?(?:[;?][^@]*)?", Pattern.CASE_INSENSITIVE);

    public PeerIdentity {
        domain = Hosts.ascii(domain);
        hosts = Set.copyOf(
                hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList());
    }

    /** The name for the TLS handshake (RFC 6066 3): a configured host, else the domain. */
    String serverName() {
        return hosts.stream().findFirst().orElse(domain);
    }

    /** What is wrong with a certificate that is for somebody else; null when it is for the server that was meant. */
    @Nullable
    String complaint(X509Certificate certificate) {
        CertificateNames names = hasAlternatives(certificate)
                ? CertificateNames.of(certificate)
                : commonName(certificate); // RFC 5922 7.1: only then it counts
        if (standForDomain(names) || hosts.stream().anyMatch(names::standFor)) {
            return null;
        }
        return "wanted " + (hosts.isEmpty() ? domain : domain + " or " + hosts) + ", got " + names.all();
    }

    /** RFC 5922 7.1: DNS names are SIP domains only where no URI is. */
    private boolean standForDomain(CertificateNames names) {
        List<String> uris = names.uris().stream()
                .map(DOMAIN_URI::matcher)
                .filter(Matcher::matches)
                .map(uri -> Hosts.ascii(uri.group(1)))
                .toList();
        if (!uris.isEmpty()) {
            return uris.contains(domain);
        }
        return Hosts.literal(domain) == null
                ? names.dns().stream().map(Hosts::ascii).anyMatch(domain::equals)
                : names.standFor(domain);
    }

    private static boolean hasAlternatives(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames() != null;
        } catch (CertificateParsingException e) {
            return true; // which cannot be read
        }
    }

    private static CertificateNames commonName(X509Certificate certificate) {
        try {
            List<String> names = new LdapName(
                            certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .limit(1)
                            .toList();
            return new CertificateNames(names, List.of(), List.of());
        } catch (InvalidNameException e) {
            return new CertificateNames(List.of(), List.of(), List.of());
        }
    }
}
