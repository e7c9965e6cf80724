package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.ClientCertificate;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.Secret;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.TestAuthority;
import dev.duet.xmpp.internal.Fixture.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in by a certificate in the place of a password (RFC 4422 A, XEP-0178). */
class CertificateTest {

    private static final String PASSWORD = "geheim";

    @TempDir
    Path folder;

    private ClientCertificate certificate(TestAuthority authority, String... names) throws IOException {
        Path own = Files.createTempDirectory(folder, "own");
        return new ClientCertificate(
                authority.issue(names).writeKeyStore(own, PASSWORD.toCharArray()), Secret.of(PASSWORD));
    }

    private static XmppConfig.Builder alice(Fixture fixture, ClientCertificate certificate, Encryption encryption) {
        boolean direct = encryption == Encryption.DIRECT_TLS;
        return XmppConfig.builder(Address.xmpp("alice@example.org"), certificate)
                .server("127.0.0.1", direct ? fixture.server.directTlsPort() : fixture.server.port())
                .encryption(encryption)
                .trust(Trust.authorities(Fixture.PEM))
                .timeout(Duration.ofSeconds(20));
    }

    private static Failure failure(Client client) {
        client.connect().reaches(LinkPhase.FAILED);
        return client.facts.failure();
    }

    private static String mechanism(Client client) {
        return ((LinkState.Online) client.facts.state()).security().authentication();
    }

    @ParameterizedTest
    @CsvSource({"STARTTLS, XEP-0388", "STARTTLS, XEP-0474", "DIRECT_TLS, XEP-0388", "DIRECT_TLS, XEP-0474"})
    void signsInWithNothingButACertificate(Encryption encryption, String without) throws IOException {
        try (Fixture fixture = new Fixture(
                builder -> builder.mechanisms("SCRAM-SHA-256", "EXTERNAL").without(without))) {
            ClientCertificate own = certificate(Fixture.AUTHORITY, "alice@example.org");
            assertEquals(
                    "EXTERNAL",
                    mechanism(fixture.client(alice(fixture, own, encryption)).online()));
            ClientCertificate several = certificate(Fixture.AUTHORITY, "zoe@example.org", "alice@example.org");
            Client desk = fixture.client(alice(fixture, several, encryption)).online();
            assertEquals("EXTERNAL", mechanism(desk));
            assertEquals(0, fixture.server.violations().size(), () -> fixture.server
                    .violations()
                    .toString());
            assertTrue(
                    fixture.server.exchange().stream()
                            .noneMatch(exchange -> exchange.text().contains("<request-token")),
                    "No token does without the certificate");
        }
    }

    @Test
    void whoShowsACertificateMayStillHaveAPassword() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("SCRAM-SHA-256", "EXTERNAL"))) {
            XmppConfig.Builder bob =
                    fixture.config("bob").clientCertificate(certificate(Fixture.AUTHORITY, "bob@example.org"));
            assertEquals("SCRAM-SHA-256", mechanism(fixture.client(bob).online()));
            assertEquals("SCRAM-SHA-256", mechanism(fixture.client("carol").online()), "who shows none may come in");
        }
    }

    @Test
    void aCertificateOfSomebodyElseIsNotTaken() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("SCRAM-SHA-256", "EXTERNAL"))) {
            ClientCertificate bobs = certificate(Fixture.AUTHORITY, "bob@example.org");
            Failure failure = failure(fixture.client(alice(fixture, bobs, Encryption.STARTTLS)));
            assertEquals(Kind.AUTHENTICATION, failure.kind(), failure::toString);
            assertEquals(Retry.NEVER, failure.retry(), failure::toString);
            assertEquals("invalid-authzid", failure.wire().condition());
            assertTrue(failure.message().contains("certificate"), failure.message());

            ClientCertificate nobodys = certificate(Fixture.AUTHORITY, "alice.example.org");
            Failure none = failure(fixture.client(alice(fixture, nobodys, Encryption.STARTTLS)));
            assertEquals(Kind.AUTHENTICATION, none.kind(), none::toString);
            assertTrue(none.message().contains("EXTERNAL"), none.message());
        }
    }

    @Test
    void whoCannotBeProvenIsNotLetIn() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("EXTERNAL"))) {
            ClientCertificate forged = certificate(TestAuthority.create(), "alice@example.org");
            Client client = fixture.client(alice(fixture, forged, Encryption.DIRECT_TLS));
            client.connect();
            Fixture.eventually(() -> client.facts.state().phase() == LinkPhase.FAILED
                    || client.facts.state().phase() == LinkPhase.WAITING);
            assertTrue(fixture.server.exchange().stream()
                    .noneMatch(exchange -> exchange.text().contains("<success")));
        }
    }

    @Test
    void aServerThatDoesNotAskIsToldAsThat() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("SCRAM-SHA-256", "PLAIN"))) {
            ClientCertificate own = certificate(Fixture.AUTHORITY, "alice@example.org");
            Failure failure = failure(
                    fixture.client(alice(fixture, own, Encryption.STARTTLS).plainAllowed(true)));
            assertEquals(Kind.AUTHENTICATION, failure.kind(), failure::toString);
            assertTrue(failure.message().contains("EXTERNAL"), failure.message());
        }
    }

    @Test
    void aFileThatCannotBeReadIsToldAsThat() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("EXTERNAL"))) {
            ClientCertificate own = certificate(Fixture.AUTHORITY, "alice@example.org");
            for (ClientCertificate bad : new ClientCertificate[] {
                new ClientCertificate(folder.resolve("none.p12"), Secret.of("x")),
                new ClientCertificate(own.keyStore(), Secret.of("wrong"))
            }) {
                Failure failure = failure(fixture.client(alice(fixture, bad, Encryption.STARTTLS)));
                assertEquals(Kind.TLS, failure.kind(), failure::toString);
                assertEquals(Origin.LOCAL, failure.origin(), failure::toString);
                assertEquals(Retry.NEVER, failure.retry(), failure::toString);
                assertFalse(failure.toString().contains("wrong"), failure::toString);
            }
        }
    }

    @Test
    void aCertificateIsNothingWithoutTls() {
        XmppConfig.Builder builder = XmppConfig.builder(
                        Address.xmpp("alice@example.org"),
                        new ClientCertificate(folder.resolve("a.p12"), Secret.of("x")))
                .encryption(Encryption.PLAIN);
        assertThrows(IllegalArgumentException.class, builder::build);
    }
}
