package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.LinkPhase;
import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.Trust;
import dev.duet.sandbox.DnsRecord;
import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.SpeechCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two SIP servers of one domain, found by DNS (RFC 3263): the first dies while accounts are registered there and talk.
 */
@NeedsPeers("kamailio")
@Tag("beside")
class SipFailoverTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TLS"})
    void theSecondServerTakesOver(Transport transport) throws IOException {
        try (Kamailio first = Kamailio.start(folder, "MD5");
                Kamailio second = Kamailio.start(folder, "MD5");
                DnsServer dns = DnsServer.start().asDefault()) {
            String service = transport == Transport.TLS ? "_sips._tcp." : "_sip._udp.";
            dns.add(
                    DnsRecord.srv(service + Kamailio.DOMAIN, 10, 0, first.port(transport), "one." + Kamailio.DOMAIN),
                    DnsRecord.srv(service + Kamailio.DOMAIN, 20, 0, second.port(transport), "two." + Kamailio.DOMAIN),
                    DnsRecord.a("one." + Kamailio.DOMAIN, "127.0.0.1"),
                    DnsRecord.a("two." + Kamailio.DOMAIN, "127.0.0.1"));
            Path authorities = Files.writeString(
                    folder.resolve("both.pem"),
                    Files.readString(first.authority()) + Files.readString(second.authority()));
            try (Account alice = account("alice", transport, authorities);
                    Account bob = account("bob", transport, authorities)) {
                BlockingQueue<Call> atBob = new LinkedBlockingQueue<>();
                bob.on(IncomingCall.class, event -> atBob.add(event.call()));
                Futures.await(alice.connect());
                Futures.await(bob.connect());
                Call call = alice.call("sip:bob@" + Kamailio.DOMAIN);
                Call there = Futures.next(atBob);
                Futures.await(there.answer());
                Futures.await(call.connected());

                Speaking speaking = Speaking.begin(folder, call, there);
                first.process().close();
                long died = System.nanoTime();
                await("Alice notices").atMost(SOON).until(() -> phase(alice) != LinkPhase.ONLINE);
                final long noticed = millis(died);
                await("both are back")
                        .atMost(SOON)
                        .until(() -> phase(alice) == LinkPhase.ONLINE && phase(bob) == LinkPhase.ONLINE);
                final long back = millis(died);
                SpeechCheck heard = speaking.heard(SOON);
                assertEquals(CallPhase.ACTIVE, call.phase());
                assertEquals(CallPhase.ACTIVE, there.phase());

                Call next = bob.call("sip:alice@" + Kamailio.DOMAIN);
                await("it rings").atMost(SOON).until(() -> next.phase() == CallPhase.ALERTING);
                final long rings = millis(died);
                assertEquals(Kind.CANCELLED, Futures.await(next.hangup()).kind());
                assertEquals(Kind.HANGUP, Futures.await(call.hangup()).kind());
                await("Bob's end").atMost(SOON).until(() -> there.phase() == CallPhase.ENDED);
                System.out.printf(
                        "%s: noticed after %d ms, registered at the second server after %d ms, a new call rings after"
                                + " %d ms, the running call goes on (%.3f) and ends at the other side as %s%n",
                        transport, noticed, back, rings, heard.following(), Futures.await(there.ended()));
            }
        }
    }

    private static Account account(String user, Transport transport, Path authorities) {
        return Duet.open(AccountConfig.builder(user)
                .sip(user + "@" + Kamailio.DOMAIN, Kamailio.PASSWORD, half -> half.transport(transport)
                        .localHost("127.0.0.1")
                        .trust(Trust.authorities(authorities)))
                .media(MediaConfig.DEFAULT.withCodecs("PCMU"))
                .build());
    }

    private static LinkPhase phase(Account account) {
        return account.link(Protocol.SIP).state().phase();
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }
}
