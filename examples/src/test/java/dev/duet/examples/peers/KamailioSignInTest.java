package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsPeers("kamailio")
@Tag("beside")
class KamailioSignInTest {

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    void signsInOverEveryTransport(String algorithm) {
        try (Kamailio kamailio = Kamailio.start(folder, algorithm)) {
            for (Transport transport : EnumSet.complementOf(EnumSet.of(Transport.SCTP))) {
                try (Account alice = PeerAccounts.sip(kamailio, "alice", transport)) {
                    Futures.await(alice.connect());
                    LinkState.Online online = assertInstanceOf(
                            LinkState.Online.class, alice.link(Protocol.SIP).state());
                    assertEquals("Digest " + algorithm, online.security().authentication());
                    assertEquals(transport.isSecure(), online.security().isProtected());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    void aWrongPasswordIsToldAsSuch(String algorithm) {
        try (Kamailio kamailio = Kamailio.start(folder, algorithm);
                Account alice = Duet.open(AccountConfig.builder("alice")
                        .sip("alice@" + Kamailio.DOMAIN, "wrong", PeerAccounts.at(kamailio, Transport.TCP))
                        .build())) {
            CompletionException failed = assertThrows(CompletionException.class, alice.connect()::join);
            Failure failure = ((DuetException) failed.getCause()).failure();
            assertEquals(Failure.Kind.AUTHENTICATION, failure.kind());
            assertEquals(Failure.Retry.NEVER, failure.retry());
        }
    }
}
