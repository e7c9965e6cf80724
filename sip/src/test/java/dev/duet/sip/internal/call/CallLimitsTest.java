package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.EndReason;
import dev.duet.model.SipLimits;
import dev.duet.sip.internal.link.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many calls and subscriptions others may have here, as the account says. */
class CallLimitsTest {

    private static final SipLimits.Bound MANY = new SipLimits.Bound(1000, 1000, 1000);

    private static VirtualPeer peer(SipLimits limits) {
        return new VirtualPeer(half -> half.limits(limits));
    }

    private static void call(VirtualPeer peer, String id, boolean byServer) {
        peer.byServer = byServer;
        peer.callId = id;
        peer.ourTag = "";
        peer.invite("", VirtualPeer.sdp(1000));
    }

    private static List<String> refusals(VirtualPeer peer) {
        peer.virtual.loop.run();
        return peer.virtual.wire.sent.stream()
                .filter(message -> message.startsWith("SIP/2.0 486 "))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"false, 2", "true, 4"})
    void callsThatRingAreAsManyAsTheAccountSays(boolean byServer, int most) {
        VirtualPeer peer = peer(SipLimits.DEFAULTS.withCalls(new SipLimits.Bound(2, 3, 4), MANY));
        IntStream.range(0, 40).forEach(i -> call(peer, "flood" + i, byServer));

        assertEquals(most, peer.account.incoming.size());
        assertEquals(40 - most, refusals(peer).size());
        call(peer, "of others", !byServer);
        assertEquals(most + 1, peer.account.incoming.size());
        peer.hangUp();
    }

    @Test
    void callsThatWereTakenCountUntilTheyAreOver() {
        VirtualPeer peer = peer(SipLimits.DEFAULTS.withCalls(MANY, new SipLimits.Bound(3, 3, 3)));
        for (int i = 0; i < 20; i++) {
            call(peer, "flood" + i, false);
            if (i < 3) {
                peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
                peer.leg.leg.accept();
            }
        }
        assertEquals(3, peer.account.incoming.size());
        call(peer, "of the server", true);
        assertEquals(4, peer.account.incoming.size());

        peer.account.incoming.get(0).leg.end(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL));
        peer.pass(Duration.ofSeconds(70)); // nobody answers the BYE
        call(peer, "one that fits", false);

        assertEquals(5, peer.account.incoming.size());
    }

    @Test
    void subscriptionsAreAsManyAsTheAccountSays() {
        VirtualPeer peer = peer(SipLimits.DEFAULTS.withSubscriptions(new SipLimits.Bound(2, 2, 2)));
        for (int i = 0; i < 10; i++) {
            peer.callId = "refer" + i;
            peer.ourTag = "";
            peer.virtual.receive(
                    peer.request("REFER", 1, VirtualPeer.CONTACT + "Refer-To: <sip:carol@example.com>\r\n", ""));
        }
        assertEquals(8, refusals(peer).size());
        assertEquals(
                2,
                peer.account.facts.stream()
                        .filter(Recorder.Referred.class::isInstance)
                        .count());
    }
}
