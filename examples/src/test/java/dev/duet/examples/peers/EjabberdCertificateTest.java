package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.ClientCertificate;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.model.Secret;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing in to ejabberd by a certificate (XEP-0178). */
@NeedsPeers({"ejabberdctl", "erl"})
@Tag("beside")
class EjabberdCertificateTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String PASSWORD = "geheim";

    @TempDir
    private static Path folder;

    private static Ejabberd ejabberd;

    @BeforeAll
    static void start() {
        ejabberd = Ejabberd.startAsking(folder, AUTHORITY, "alice", "bob");
    }

    @AfterAll
    static void stop() {
        ejabberd.close();
    }

    private static Account alice(String named, Encryption encryption) throws IOException {
        Path own =
                AUTHORITY.issue(named).writeKeyStore(Files.createTempDirectory(folder, "own"), PASSWORD.toCharArray());
        Address.Xmpp address = Address.xmpp("alice@" + XmppPeer.DOMAIN);
        return Duet.open(AccountConfig.builder("alice")
                .xmpp(XmppConfig.builder(address, new ClientCertificate(own, Secret.of(PASSWORD)))
                        .server(
                                "127.0.0.1",
                                encryption == Encryption.DIRECT_TLS ? ejabberd.directTlsPort() : ejabberd.port())
                        .encryption(encryption)
                        .trust(Trust.authorities(ejabberd.authority()))
                        .build())
                .build());
    }

    @ParameterizedTest
    @EnumSource(
            value = Encryption.class,
            names = {"STARTTLS", "DIRECT_TLS"})
    void signsInWithoutAPassword(Encryption encryption) throws IOException {
        try (Account alice = alice("alice@" + XmppPeer.DOMAIN, encryption)) {
            Futures.await(alice.connect());
            LinkState.Online online = assertInstanceOf(
                    LinkState.Online.class, alice.link(Protocol.XMPP).state());
            assertEquals("EXTERNAL", online.security().authentication());
        }
    }

    @Test
    void isNotTakenForSomebodyElse() throws IOException {
        try (Account alice = alice("bob@" + XmppPeer.DOMAIN, Encryption.STARTTLS)) {
            CompletionException thrown = assertThrows(CompletionException.class, () -> alice.connect()
                    .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                    .join());
            Failure failure =
                    assertInstanceOf(DuetException.class, thrown.getCause()).failure();
            assertEquals(Failure.Kind.AUTHENTICATION, failure.kind(), failure::toString);
            assertEquals(Failure.Retry.NEVER, failure.retry(), failure::toString);
        }
    }
}
