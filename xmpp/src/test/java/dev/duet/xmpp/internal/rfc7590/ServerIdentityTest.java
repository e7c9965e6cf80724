package dev.duet.xmpp.internal.rfc7590;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.TestAuthority;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerIdentityTest {

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, true",
        "EXAMPLE.org, example.org, true",
        "example.org., example.org, true",
        "example.org, im.example.org, false",
        "*.example.org, im.example.org, true",
        "*.example.org, example.org, false",
        "*.example.org, a.b.example.org, false",
        "i*.example.org, im.example.org, false",
        "*.org, example.org, false",
        "*, example, false",
        "xn--mnchen-3ya.example, xn--mnchen-3ya.example, true",
    })
    void comparesNamesAsRfc6125Says(String presented, String wanted, boolean same) {
        assertEquals(same, ServerIdentity.matches(presented, wanted));
    }

    @Test
    void looksAtTheAlternativeNamesOfTheCertificate() {
        X509Certificate certificate = TestAuthority.create()
                .issue("example.org", "*.chat.example", "127.0.0.1")
                .certificate();
        assertTrue(ServerIdentity.matches(certificate, "Example.org"));
        assertTrue(ServerIdentity.matches(certificate, "a.chat.example"));
        assertTrue(ServerIdentity.matches(certificate, "127.0.0.1"));
        assertFalse(ServerIdentity.matches(certificate, "127.0.0.2"));
        assertFalse(ServerIdentity.matches(certificate, "other.example"));
    }

    @Test
    void readsInternationalNamesInBothForms() {
        X509Certificate certificate =
                TestAuthority.create().issue("xn--mnchen-3ya.example").certificate();
        assertTrue(ServerIdentity.matches(certificate, "m\u00FCnchen.example"));
    }
}
