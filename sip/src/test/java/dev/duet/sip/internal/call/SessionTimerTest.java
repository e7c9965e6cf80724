package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Session timers (RFC 4028) in both roles, on virtual time. */
class SessionTimerTest {

    private static final String TIMER = "Supported: timer\r\n";
    private static final String BY_US = "Require: timer\r\nSession-Expires: 1800;refresher=uac\r\n";
    private static final String BY_THEM = "Require: timer\r\nSession-Expires: 1800;refresher=uas\r\n";
    private static final Duration HALF = Duration.ofSeconds(900);

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @Test
    void whoCallsAsksForASessionTimer() {
        String invite = peer.dial();

        assertTrue(VirtualAgent.header(invite, "Supported").contains("timer"), invite);
        assertEquals("1800", VirtualAgent.header(invite, "Session-Expires"));
        assertEquals("", VirtualAgent.header(invite, "Min-SE"));
    }

    @Test
    void whoKnowsNothingOfThemHasNone() {
        peer.talk(VirtualPeer.ALLOW);

        assertEquals(List.of(), requests(Duration.ofHours(2), "UPDATE", "INVITE", "BYE"));
        assertNull(peer.leg.ended);
    }

    @Test
    void theSessionIsRefreshedByUpdateAtHalfTheInterval() {
        peer.talk(BY_US + VirtualPeer.ALLOW);
        assertEquals(List.of(), requests(HALF.minusMillis(1), "UPDATE"));

        String update = requests(Duration.ofMillis(1), "UPDATE").get(0);

        assertEquals("1800;refresher=uac", VirtualAgent.header(update, "Session-Expires"));
        assertTrue(update.endsWith("\r\n\r\n"), update); // no offer
        virtual.answer(update, 200, VirtualPeer.CONTACT + BY_US);
        assertEquals(1, requests(HALF, "UPDATE").size()); // and again
        assertEquals(List.of("answered1", "accepted"), peer.leg.facts);
    }

    @Test
    void whoTakesNoUpdateIsRefreshedByWhatWasSaidLast() {
        String first = peer.talk(BY_US);

        String invite = requests(HALF, "INVITE").get(0);

        assertEquals(body(first), body(invite)); // with the same version
        assertEquals("1800;refresher=uac", VirtualAgent.header(invite, "Session-Expires"));
        virtual.answer(invite, 200, "", VirtualPeer.CONTACT + BY_US, VirtualPeer.sdp(1000));
        peer.next("ACK ");
        assertEquals(List.of("answered1", "accepted"), peer.leg.facts); // nothing that the call has to know
        assertEquals(1, requests(HALF, "INVITE").size());
    }

    @Test
    void anUpdateThatIsNotUnderstoodAfterAllIsFollowedByAReInvite() {
        peer.talk(BY_US + VirtualPeer.ALLOW);

        virtual.answer(requests(HALF, "UPDATE").get(0), 501, "");

        peer.next("INVITE ");
    }

    @Test
    void anOfferThatMeetsARefreshFollowsIt() {
        peer.talk(BY_US);
        String refresh = requests(HALF, "INVITE").get(0);

        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        assertTrue(virtual.isSilent());
        virtual.answer(refresh, 200, "", VirtualPeer.CONTACT + BY_US, VirtualPeer.sdp(1000));

        peer.next("ACK ");
        virtual.answer(peer.next("INVITE "), 200, "", VirtualPeer.CONTACT + BY_US, VirtualPeer.sdp(1002));
        peer.next("ACK ");
        assertEquals(List.of("answered1", "accepted", "answered2"), peer.leg.facts);
        assertTrue(peer.leg.refusals.isEmpty());
    }

    @Test
    void aRefreshThatMeetsTheirOfferIsTriedAgainAndTheCallHearsNothingOfIt() {
        peer.talk(BY_US);

        virtual.answer(requests(HALF, "INVITE").get(0), 491, "");

        assertEquals(1, distinct(requests(Duration.ofSeconds(4), "INVITE")));
        assertTrue(peer.leg.refusals.isEmpty());
    }

    @Test
    void aRefreshThatFailsIsTriedAgainUntilTheSessionEnds() {
        peer.talk(BY_US + VirtualPeer.ALLOW);

        virtual.answer(requests(HALF, "UPDATE").get(0), 503, "");
        virtual.answer(requests(Duration.ofSeconds(10), "UPDATE").get(0), 503, "");

        virtual.answer(requests(Duration.ofSeconds(10), "UPDATE").get(0), 200, VirtualPeer.CONTACT + BY_US);
        assertEquals(1, requests(HALF, "UPDATE").size());
    }

    @Test
    void aPeerThatLostTheCallEndsIt() {
        peer.talk(BY_US + VirtualPeer.ALLOW);

        virtual.answer(requests(HALF, "UPDATE").get(0), 481, "");

        assertEquals(Kind.UNREACHABLE, peer.leg.ended.kind());
    }

    @Test
    void aSessionThatTheOtherSideDoesNotRefreshEndsBeforeItsTime() {
        peer.talk(BY_THEM);
        assertEquals(List.of(), requests(Duration.ofSeconds(1767), "BYE", "UPDATE", "INVITE"));

        requests(Duration.ofSeconds(1), "BYE").get(0); // 32 s before

        assertEquals(Kind.UNREACHABLE, peer.leg.ended.kind());
        assertEquals(By.NETWORK, peer.leg.ended.by());
    }

    @Test
    void aShortSessionEndsAThirdBeforeItsTime() {
        peer.talk("Require: timer\r\nSession-Expires: 90;refresher=uas\r\n");

        assertEquals(List.of(), requests(Duration.ofSeconds(59), "BYE"));
        assertEquals(1, requests(Duration.ofSeconds(1), "BYE").size());
    }

    @Test
    void aRefreshOfTheOtherSideKeepsTheSession() {
        peer.talk(BY_THEM);
        requests(HALF);

        String ok = peer.ask("UPDATE", 1, TIMER + "Session-Expires: 1800;refresher=uac\r\n", "");

        assertEquals("1800;refresher=uac", VirtualAgent.header(ok, "Session-Expires"));
        assertEquals("timer", VirtualAgent.header(ok, "Require"));
        assertEquals(List.of(), requests(Duration.ofSeconds(1767), "BYE"));
        assertEquals(1, requests(Duration.ofSeconds(1), "BYE").size());
    }

    @Test
    void anOfferOfTheOtherSideThatSaysNothingOfItEndsTheTimer() {
        peer.talk(BY_THEM);
        virtual.receive(peer.request("INVITE", 1, VirtualPeer.CONTACT, VirtualPeer.sdp(1002)));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        String ok = peer.next("SIP/2.0 200");
        assertEquals("", VirtualAgent.header(ok, "Session-Expires"));
        virtual.receive(peer.request("ACK", 1, "", ""));

        assertEquals(List.of(), requests(Duration.ofHours(1), "BYE"));
    }

    @Test
    void anIntervalThatIsTooSmallForThemIsAskedForAgain() {
        String invite = peer.dial();

        virtual.answer(invite, 422, "Min-SE: 3600\r\n");

        peer.next("ACK ");
        String second = peer.next("INVITE ");
        assertEquals("3600", VirtualAgent.header(second, "Session-Expires"));
        assertEquals("3600", VirtualAgent.header(second, "Min-SE"));
        assertEquals("2 INVITE", VirtualAgent.header(second, "CSeq"));
        assertEquals(VirtualAgent.header(invite, "Call-ID"), VirtualAgent.header(second, "Call-ID"));
        assertEquals(VirtualAgent.header(invite, "From"), VirtualAgent.header(second, "From"));
        assertEquals(List.of(), peer.leg.facts);
    }

    @Test
    void whoTakesTheCallThatWasAskedForAgainLeavesTheNextOneAlone() {
        String invite = peer.dial();
        virtual.answer(invite, 422, "Min-SE: 3600\r\n");
        peer.next("ACK ");
        String second = peer.next("INVITE ");

        virtual.answer(
                invite.replace("z9hG4bK", "z9hG4bKother"), 200, "late", "Contact: <sip:late@127.0.0.1:5060>\r\n", "");

        assertEquals("1 ACK", VirtualAgent.header(peer.next("ACK sip:late@"), "CSeq"));
        peer.next("BYE sip:late@");
        assertEquals(null, peer.leg.ended);
        virtual.answer(second, 486, "srv", "", "");
        assertEquals(486, peer.leg.ended.wire().status());
    }

    @Test
    void whoAlwaysWantsMoreOrNamesNothingIsNotAskedForEver() {
        String invite = peer.dial();
        for (int least = 2_000; peer.leg.ended == null; least += 100) {
            virtual.answer(invite, 422, "Min-SE: " + least + "\r\n");
            peer.next("ACK ");
            invite = peer.leg.ended == null ? peer.next("INVITE ") : "";
        }
        assertEquals(422, peer.leg.ended.wire().status());
        assertEquals("4 INVITE", VirtualAgent.header(lastInvite(), "CSeq"));
    }

    @Test
    void aRefreshWithTooSmallAnIntervalIsAskedForAgain() {
        peer.talk(BY_US + VirtualPeer.ALLOW);

        virtual.answer(requests(HALF, "UPDATE").get(0), 422, "Min-SE: 3600\r\n");

        String again = peer.next("UPDATE ");
        assertEquals("3600;refresher=uac", VirtualAgent.header(again, "Session-Expires"));
        assertEquals("3600", VirtualAgent.header(again, "Min-SE"));
    }

    @Test
    void whoIsCalledRefusesAnIntervalThatIsTooSmall() {
        peer.invite(TIMER + "Session-Expires: 60\r\n", VirtualPeer.sdp(1000));

        assertEquals("90", VirtualAgent.header(peer.next("SIP/2.0 422"), "Min-SE"));
        assertTrue(peer.account.incoming.isEmpty());
    }

    @Test
    void whoIsCalledLeavesTheRefreshToACallerWhoCan() {
        String ok = called(TIMER + "Session-Expires: 1800\r\n");

        assertEquals("1800;refresher=uac", VirtualAgent.header(ok, "Session-Expires"));
        assertEquals("timer", VirtualAgent.header(ok, "Require"));
        assertEquals(List.of(), requests(Duration.ofSeconds(1767), "UPDATE", "INVITE", "BYE"));
        assertEquals(1, requests(Duration.ofSeconds(1), "BYE").size());
    }

    @Test
    void whoIsCalledRefreshesForACallerWhoCannot() {
        String ok = called("Session-Expires: 1800\r\n" + VirtualPeer.ALLOW); // as a proxy puts it in

        assertEquals("1800;refresher=uas", VirtualAgent.header(ok, "Session-Expires"));
        assertEquals("", VirtualAgent.header(ok, "Require"));
        String update = requests(HALF, "UPDATE").get(0);
        assertEquals("1800;refresher=uac", VirtualAgent.header(update, "Session-Expires"));
    }

    @Test
    void aCallerWhoKnowsNothingOfThemHasNone() {
        String ok = called("");

        assertEquals("", VirtualAgent.header(ok, "Session-Expires"));
        assertFalse(ok.contains("Require"), ok);
        assertEquals(List.of(), requests(Duration.ofHours(2), "UPDATE", "INVITE", "BYE"));
    }

    @Test
    void anUpdateWithTooSmallAnIntervalIsRefusedAndTheSessionGoesOn() {
        called(TIMER + "Session-Expires: 1800\r\n");

        String refused = peer.ask("UPDATE", 2, TIMER + "Session-Expires: 30\r\n", "");

        assertTrue(refused.startsWith("SIP/2.0 422"), refused);
        assertNull(peer.leg.ended);
    }

    @Test
    void aCallerMayRequireThem() {
        String ok = called("Require: timer\r\nSession-Expires: 1800;refresher=uac\r\n");

        assertEquals("1800;refresher=uac", VirtualAgent.header(ok, "Session-Expires"));
    }

    @Test
    void nothingIsLeftWaitingAfterACall() {
        peer.talk(BY_US);
        peer.hangUp();
        virtual.answer(virtual.next(), 200, "");
        peer.pass(Duration.ofMinutes(2));

        assertEquals(0, virtual.loop.timers());
    }

    private String called(String headers) {
        peer.invite(headers, VirtualPeer.sdp(1000));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        String ok = peer.next("SIP/2.0 200");
        virtual.receive(peer.request("ACK", 1, "", ""));
        return ok;
    }

    /** Lets time pass, answers whether the call is still there, and gives the requests by those methods. */
    private List<String> requests(Duration time, String... methods) {
        List<String> found = new ArrayList<>();
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration step = left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1);
            peer.pass(step);
            left = left.minus(step);
            while (!virtual.isSilent()) {
                String message = virtual.next();
                if (message.startsWith("OPTIONS ")) {
                    virtual.answer(message, 200, "");
                } else if (List.of(methods).contains(message.split(" ", 2)[0])) {
                    found.add(message);
                }
            }
        }
        return found;
    }

    private String lastInvite() {
        List<String> invites = virtual.wire.sent.stream()
                .filter(message -> message.startsWith("INVITE "))
                .toList();
        return invites.get(invites.size() - 1);
    }

    private static long distinct(List<String> messages) {
        return messages.stream()
                .map(message -> VirtualAgent.header(message, "CSeq"))
                .distinct()
                .count();
    }

    private static String body(String message) {
        return message.split("\r\n\r\n", 2)[1];
    }
}
