package dev.duet.xmpp.internal.rfc7590;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.sandbox.TestAuthority;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class ServerIdentityTest {

    @Test
    void looksAtTheAlternativeNamesOfTheCertificate() {
        X509Certificate certificate = TestAuthority.create()
                .issue("example.org", "*.chat.example", "127.0.0.1")
                .certificate();
        assertNull(ServerIdentity.complaint(certificate, "Example.org"));
        assertNull(ServerIdentity.complaint(certificate, "a.chat.example"));
        assertNull(ServerIdentity.complaint(certificate, "127.0.0.1"));
        assertNotNull(ServerIdentity.complaint(certificate, "127.0.0.2"));
        assertNotNull(ServerIdentity.complaint(certificate, "other.example"));
    }

    @Test
    void readsInternationalNamesInBothForms() {
        X509Certificate certificate =
                TestAuthority.create().issue("xn--mnchen-3ya.example").certificate();
        assertNull(ServerIdentity.complaint(certificate, "m\u00FCnchen.example"));
    }
}
