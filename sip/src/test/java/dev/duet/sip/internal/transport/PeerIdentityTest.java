package dev.duet.sip.internal.transport;

import static dev.duet.sip.internal.transport.Certificates.dns;
import static dev.duet.sip.internal.transport.Certificates.ip;
import static dev.duet.sip.internal.transport.Certificates.mail;
import static dev.duet.sip.internal.transport.Certificates.named;
import static dev.duet.sip.internal.transport.Certificates.uri;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5922 7. */
class PeerIdentityTest {

    private static final PeerIdentity DOMAIN = new PeerIdentity("Example.com", Set.of());

    private static void assertAccepted(PeerIdentity identity, GeneralName... names) {
        assertNull(identity.complaint(named("CN=nobody", names)));
    }

    private static void assertRefused(PeerIdentity identity, GeneralName... names) {
        assertNotNull(identity.complaint(named("CN=nobody", names)));
    }

    @Test
    void aDnsNameMayStandForTheDomain() {
        assertAccepted(DOMAIN, dns("other.example"), dns("EXAMPLE.com"));
        assertRefused(DOMAIN, dns("other.example"), dns("sip.example.com"), dns("com"));
    }

    @Test
    void aWildcardNeverStandsForADomain() {
        assertRefused(DOMAIN, dns("*.com"), dns("*.example.com"), dns("*"));
        assertRefused(new PeerIdentity("pbx.example.com", Set.of()), dns("*.example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:example.com",
                "SIP:EXAMPLE.COM",
                "sip:example.com:5061",
                "sip:example.com;transport=tls",
                "sip:example.com:5061;lr?x=y"
            })
    void aSipUriWithoutUserMayStandForTheDomain(String uri) {
        assertAccepted(DOMAIN, uri("https://example.org"), uri(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.com",
                "sips:example.com",
                "https://example.com",
                "sip:example.com@evil.example",
                "sip:evil.example;x=example.com",
                "sip:evil.example?example.com",
                "sip:example.com.evil.example",
                "sip:"
            })
    void anotherUriDoesNot(String uri) {
        assertRefused(DOMAIN, uri(uri));
    }

    @Test
    void besideASipUriDnsNamesAreNoDomains() {
        assertRefused(DOMAIN, uri("sip:other.example"), dns("example.com"));
        assertAccepted(DOMAIN, uri("sip:alice@other.example"), dns("example.com"));
        assertAccepted(DOMAIN, uri("https://other.example"), dns("example.com"));
    }

    @Test
    void theCommonNameCountsOnlyWithoutAlternativeNames() {
        assertNull(DOMAIN.complaint(named("CN=example.com, O=Example")));
        assertNull(DOMAIN.complaint(named("O=Example, CN=EXAMPLE.COM")));
        assertNotNull(DOMAIN.complaint(named("CN=other.example")));
        assertNotNull(DOMAIN.complaint(named("O=example.com")));
        assertNotNull(DOMAIN.complaint(named("CN=example.com", mail("postmaster@example.com"))));
        assertNotNull(DOMAIN.complaint(named("CN=example.com", dns("other.example"))));
    }

    @Test
    void aConfiguredHostMayBeNamedInsteadOfTheDomain() {
        PeerIdentity identity = new PeerIdentity("example.com", Set.of("Edge.Example.net"));
        assertAccepted(identity, dns("edge.example.net"));
        assertAccepted(identity, dns("*.example.net"));
        assertAccepted(identity, dns("example.com"));
        assertAccepted(identity, uri("sip:other.example"), dns("edge.example.net"));
        assertRefused(identity, dns("*.net"), dns("*.edge.example.net"), dns("example.net"), dns("e*.example.net"));
        assertRefused(identity, uri("sip:edge.example.net"));
    }

    @Test
    void aWildcardDoesNotReachOverTwoLabels() {
        assertRefused(new PeerIdentity("example.com", Set.of("a.b.example.net")), dns("*.example.net"));
    }

    @Test
    void anAddressMustBeNamedAsAnAddress() {
        PeerIdentity four = new PeerIdentity("example.com", Set.of("127.0.0.1"));
        assertAccepted(four, ip("127.0.0.1"));
        assertRefused(four, ip("127.0.0.2"));
        assertRefused(four, dns("127.0.0.1"), dns("*.0.0.1"));
        PeerIdentity six = new PeerIdentity("example.com", Set.of("2001:db8::7"));
        assertAccepted(six, ip("2001:db8:0:0:0:0:0:7"));
        assertRefused(six, ip("2001:db8::8"));
    }

    @Test
    void anAddressOfRecordMayHaveAnAddress() {
        assertAccepted(new PeerIdentity("192.0.2.1", Set.of()), ip("192.0.2.1"));
        assertRefused(new PeerIdentity("192.0.2.1", Set.of()), dns("192.0.2.1"));
    }

    @Test
    void anInternationalDomainIsNamedInAscii() {
        assertAccepted(new PeerIdentity("m\u00fcnchen.example", Set.of()), dns("xn--mnchen-3ya.example"));
    }

    @Test
    void theComplaintNamesBothSides() {
        X509Certificate certificate = named("CN=nobody", dns("other.example"), uri("sip:third.example"));
        String complaint = new PeerIdentity("example.com", Set.of("edge.example.net")).complaint(certificate);
        assertNotNull(complaint);
        for (String name : new String[] {"example.com", "edge.example.net", "other.example", "sip:third.example"}) {
            assertTrue(complaint.contains(name), complaint);
        }
    }

    @Test
    void theHandshakeAsksForTheConfiguredHostElseForTheDomain() {
        assertEquals("edge.example.net", new PeerIdentity("example.com", Set.of("EDGE.example.net")).serverName());
        assertEquals("example.com", DOMAIN.serverName());
    }
}
