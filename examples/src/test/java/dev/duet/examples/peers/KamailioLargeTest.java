package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.CallTrace;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 3261 18.1.1: accounts that are registered by UDP, and an INVITE that is too large for it. */
@NeedsPeers("kamailio")
class KamailioLargeTest {

    @TempDir
    private Path folder;

    @Test
    void aLargeInviteGoesByTcpAndTheCallIsEndedFromEachSide() {
        BlockingQueue<Call> atBob = new LinkedBlockingQueue<>();
        try (Kamailio kamailio = Kamailio.start(folder, "SHA-256");
                Account alice = PeerAccounts.sip(kamailio, "alice", Transport.UDP);
                Account bob = PeerAccounts.sip(kamailio, "bob", Transport.UDP, "PCMU")) {
            bob.on(IncomingCall.class, event -> atBob.add(event.call()));
            Futures.await(alice.connect());
            Futures.await(bob.connect());
            alice.traceCalls(true);
            for (boolean byAlice : new boolean[] {true, false}) {
                Call call = alice.call("sip:bob@" + Kamailio.DOMAIN);
                Call there = Futures.next(atBob);
                Futures.await(there.answer());
                Futures.await(call.connected());
                Futures.await(byAlice ? call.hangup() : there.hangup());
                assertEquals(Kind.HANGUP, Futures.await(call.ended()).kind());
                assertEquals(Kind.HANGUP, Futures.await(there.ended()).kind());
                await("the end").until(() -> !titles(call, "200 OK (BYE)").isEmpty());

                List<CallTrace.Message> invites = titles(call, "INVITE ");
                String ladder = call.trace().ladder();
                CallTrace.Message invite = invites.get(invites.size() - 1); // with the answer to a challenge
                String way = "TCP 127.0.0.1:" + kamailio.port();
                assertEquals(way, invite.peer(), ladder);
                assertTrue(invite.text().contains("Via: SIP/2.0/TCP 127.0.0.1:"), ladder);
                assertEquals(
                        way,
                        titles(call, "ACK ")
                                .get(titles(call, "ACK ").size() - 1)
                                .peer(),
                        ladder);
                String contact = invite.text()
                        .lines()
                        .filter(line -> line.startsWith("Contact:"))
                        .findFirst()
                        .orElseThrow();
                assertTrue(!contact.contains("transport=tcp"), contact); // this side listens on UDP
            }
        }
    }

    private static List<CallTrace.Message> titles(Call call, String start) {
        return call.trace().messages().stream()
                .filter(message -> message.title().startsWith(start))
                .toList();
    }
}
