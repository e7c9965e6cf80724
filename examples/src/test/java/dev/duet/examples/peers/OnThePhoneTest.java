package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.AccountState.Summary;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.XmppConfig.Encryption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One account with XMPP at Prosody and SIP at Kamailio. */
@NeedsPeers({"kamailio", "prosody", "baresip"})
class OnThePhoneTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aSipCallShowsOnXmppWhileItLasts() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Prosody prosody = Prosody.start(folder, "alice", "carol");
                Baresip baresip = Baresip.start(folder, kamailio, "bob", "PCMU", Speech.forCodec(folder, "PCMU"));
                Account alice = both(kamailio, prosody);
                Account carol = Duet.open(AccountConfig.builder("carol")
                        .xmpp(
                                "carol@" + Prosody.DOMAIN,
                                Prosody.PASSWORD,
                                PeerAccounts.at(prosody, Encryption.STARTTLS))
                        .acceptContacts(true)
                        .build())) {
            Futures.await(alice.connect());
            Futures.await(carol.connect());
            Contact seen = Futures.await(carol.contacts().add("alice@" + Prosody.DOMAIN));
            await("Carol sees Alice").until(() -> seen.presence().availability().isOnline());
            assertFalse(seen.presence().onThePhone());

            Call call = alice.call("sip:bob@" + Kamailio.DOMAIN);
            Futures.await(call.connected());
            await("on the phone")
                    .atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> seen.presence().onThePhone());
            Futures.await(call.hangup());
            await("no more").until(() -> !seen.presence().onThePhone());
            assertTrue(seen.presence().availability().isOnline());
            assertTrue(baresip.process().log().contains("established"), () -> baresip.process()
                    .log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void eachHalfStopsAndStartsByItselfAndTheStateTellsTheTruth() {
        try (Kamailio kamailio = Kamailio.start(folder, "SHA-256");
                Prosody prosody = Prosody.start(folder, "alice");
                Account alice = both(kamailio, prosody)) {
            assertState(alice, Summary.OFFLINE, LinkPhase.OFFLINE, LinkPhase.OFFLINE);
            Futures.await(alice.link(Protocol.SIP).connect());
            assertState(alice, Summary.PARTLY_ONLINE, LinkPhase.ONLINE, LinkPhase.OFFLINE);
            Futures.await(alice.link(Protocol.XMPP).connect());
            assertState(alice, Summary.ONLINE, LinkPhase.ONLINE, LinkPhase.ONLINE);
            Futures.await(alice.link(Protocol.SIP).disconnect());
            assertState(alice, Summary.PARTLY_ONLINE, LinkPhase.OFFLINE, LinkPhase.ONLINE);
            Futures.await(alice.link(Protocol.SIP).connect());
            Futures.await(alice.link(Protocol.XMPP).disconnect());
            assertState(alice, Summary.PARTLY_ONLINE, LinkPhase.ONLINE, LinkPhase.OFFLINE);
            Futures.await(alice.link(Protocol.XMPP).connect());
            assertState(alice, Summary.ONLINE, LinkPhase.ONLINE, LinkPhase.ONLINE);
            prosody.process().close();
            await("the loss").until(() -> alice.link(Protocol.XMPP).state().phase() != LinkPhase.ONLINE);
            assertEquals(LinkPhase.ONLINE, alice.link(Protocol.SIP).state().phase());
            Futures.await(alice.disconnect());
            assertState(alice, Summary.OFFLINE, LinkPhase.OFFLINE, LinkPhase.OFFLINE);
        }
    }

    private static Account both(Kamailio kamailio, Prosody prosody) {
        return Duet.open(AccountConfig.builder("alice")
                .sip("alice@" + Kamailio.DOMAIN, Kamailio.PASSWORD, PeerAccounts.at(kamailio, Transport.TLS))
                .xmpp("alice@" + Prosody.DOMAIN, Prosody.PASSWORD, PeerAccounts.at(prosody, Encryption.STARTTLS))
                .acceptContacts(true)
                .build());
    }

    private static void assertState(Account account, Summary summary, LinkPhase sip, LinkPhase xmpp) {
        assertEquals(summary, account.state().summary());
        assertEquals(sip, account.link(Protocol.SIP).state().phase());
        assertEquals(xmpp, account.link(Protocol.XMPP).state().phase());
    }
}
