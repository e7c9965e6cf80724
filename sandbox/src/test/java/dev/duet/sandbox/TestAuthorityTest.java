package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAuthorityTest {

    private final TestAuthority authority = TestAuthority.create();

    /** One TLS handshake over loopback with a client that expects the given name; returns what it read. */
    private static int handshake(SSLContext server, SSLContext client, String name) throws IOException {
        try (SSLServerSocket listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (var accepted = listener.accept()) {
                    accepted.getOutputStream().write(42);
                } catch (IOException refused) {
                    // The client's view is what the test looks at.
                }
            });
            try (java.net.Socket plain = new java.net.Socket("127.0.0.1", listener.getLocalPort());
                    SSLSocket socket = (SSLSocket)
                            client.getSocketFactory().createSocket(plain, name, listener.getLocalPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getInputStream().read();
            } finally {
                served.join();
            }
        }
    }

    @Test
    void a_client_that_trusts_the_authority_accepts_each_name_asked_for() throws IOException {
        SSLContext server = authority.serverContext("example.com", "*.example.com", "127.0.0.1", "::1");
        assertEquals(42, handshake(server, authority.trustingContext(), "example.com"));
        assertEquals(42, handshake(server, authority.trustingContext(), "xmpp.example.com"));
        assertEquals(42, handshake(server, authority.trustingContext(), "127.0.0.1"));
        assertEquals(42, handshake(server, authority.trustingContext(), "::1"));
    }

    @Test
    void a_name_not_asked_for_is_refused_by_the_client() {
        SSLContext server = authority.serverContext("example.com");
        assertThrows(SSLHandshakeException.class, () -> handshake(server, authority.trustingContext(), "example.org"));
        assertThrows(SSLHandshakeException.class, () -> handshake(server, authority.trustingContext(), "127.0.0.1"));
    }

    @Test
    void another_authority_is_not_trusted() {
        TestAuthority other = TestAuthority.create();
        assertNotEquals(other.certificate(), authority.certificate());
        SSLContext server = other.serverContext("example.com");
        assertThrows(SSLHandshakeException.class, () -> handshake(server, authority.trustingContext(), "example.com"));
    }

    @Test
    void certificates_outside_their_dates_are_refused_by_the_client() {
        SSLContext expired = authority.issueExpired("example.com").context();
        SSLContext early = authority.issueNotYetValid("example.com").context();
        assertThrows(SSLHandshakeException.class, () -> handshake(expired, authority.trustingContext(), "example.com"));
        assertThrows(SSLHandshakeException.class, () -> handshake(early, authority.trustingContext(), "example.com"));
    }

    @Test
    void a_certificate_without_a_name_is_misuse() {
        assertThrows(IllegalArgumentException.class, authority::serverContext);
    }

    @Test
    void the_files_hold_the_root(@TempDir Path dir) throws Exception {
        try (InputStream in = Files.newInputStream(authority.writePem(dir))) {
            assertEquals(
                    authority.certificate(),
                    CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        char[] password = "changeit".toCharArray();
        KeyStore store =
                KeyStore.getInstance(authority.writeTrustStore(dir, password).toFile(), password);
        assertTrue(store.isCertificateEntry("sandbox"));
        assertEquals(authority.certificate(), store.getCertificate("sandbox"));
    }

    @Test
    void a_leaf_can_be_written_for_a_server_that_is_not_java(@TempDir Path dir) throws Exception {
        TestCertificate leaf = authority.issue("example.com");
        try (InputStream in = Files.newInputStream(leaf.writeChain(dir))) {
            assertEquals(
                    2,
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .size());
        }
        assertTrue(Files.readString(leaf.writeKey(dir)).startsWith("-----BEGIN PRIVATE KEY-----\n"));
        assertFalse(leaf.toString().contains("PRIVATE"));
    }

    @Test
    void no_security_provider_is_registered() {
        assertNotNull(authority.serverContext("example.com"));
        assertEquals(null, Security.getProvider("BC"));
    }
}
