package dev.duet.sip.internal.call;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Conference;
import dev.duet.model.Conference.Participant;
import dev.duet.model.SipPrivacy;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conferences at the other side of a call (RFC 4579, RFC 4575). */
class FocusTest {

    private static final String FOCUS = "Contact: <sip:conf@127.0.0.1:5060>;isfocus\r\n";
    private static final Optional<Conference> UNTOLD = Optional.of(Conference.UNTOLD);
    private static final Optional<Conference> NONE = Optional.empty();

    private VirtualPeer peer = new VirtualPeer();
    private int notifications;

    private VirtualAgent virtual() {
        return peer.virtual;
    }

    /** Calls a conference; gives its SUBSCRIBE. */
    private String talk() {
        String invite = peer.dial();
        virtual().answer(invite, 200, "t1", FOCUS, VirtualPeer.sdp(1000));
        peer.next("ACK sip:conf@");
        return peer.next("SUBSCRIBE sip:conf@127.0.0.1:5060 ");
    }

    private void notify(String subscribe, String state, String attributes, String content) {
        notifications++;
        String body = "<conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" entity=\"sip:conf@x\" "
                + attributes + ">" + content + "</conference-info>";
        virtual()
                .receive("NOTIFY sip:alice@127.0.0.1:50000 SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKn" + notifications + "\r\n"
                        + "Max-Forwards: 70\r\nFrom: <sip:conf@127.0.0.1:5060>;tag=srv\r\n"
                        + "To: " + header(subscribe, "From") + "\r\nCall-ID: " + header(subscribe, "Call-ID")
                        + "\r\nCSeq: " + notifications + " NOTIFY\r\n" + FOCUS
                        + "Event: conference\r\nSubscription-State: " + state + "\r\n"
                        + "Content-Type: application/conference-info+xml\r\nContent-Length: " + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    private List<Optional<Conference>> told() {
        virtual().loop.run();
        return List.copyOf(peer.leg.conferences);
    }

    private static Optional<Conference> with(String... entities) {
        return Optional.of(new Conference(
                "",
                "",
                List.of(entities).stream()
                        .map(entity -> new Participant(entity, "", List.of(), List.of()))
                        .toList()));
    }

    @Test
    void aConferenceThatIsCalledIsAskedWhoTakesPart() {
        String subscribe = talk();
        assertEquals("conference", header(subscribe, "Event"));
        assertEquals("application/conference-info+xml", header(subscribe, "Accept"));
        assertFalse(header(subscribe, "Call-ID").equals(peer.callId));
        virtual().answer(subscribe, 200, FOCUS + "Expires: 600\r\n");
        notify(subscribe, "active", "state=\"full\" version=\"1\"", "<users><user entity=\"sip:a@x\"/></users>");
        peer.next("SIP/2.0 200");
        notify(subscribe, "active", "state=\"partial\" version=\"2\"", "<users><user entity=\"sip:b@x\"/></users>");
        peer.next("SIP/2.0 200");
        assertEquals(List.of(UNTOLD, with("sip:a@x"), with("sip:a@x", "sip:b@x")), told());

        peer.hangUp();

        peer.next("BYE ");
        String end = peer.next("SUBSCRIBE ");
        assertEquals("0", header(end, "Expires"));
        virtual().answer(end, 200, FOCUS + "Expires: 0\r\n");
        notify(subscribe, "terminated;reason=timeout", "state=\"deleted\" version=\"3\"", "");
        peer.next("SIP/2.0 200");
        assertEquals(3, told().size());
        virtual().loop.advance(Duration.ofHours(1));
        assertNull(virtual().agent.dialogs().find(header(subscribe, "Call-ID"), tag(subscribe)));
    }

    private static String tag(String subscribe) {
        return header(subscribe, "From").replaceFirst(".*;tag=", "");
    }

    @Test
    void whatWasMissedIsAskedFor() {
        String subscribe = talk();
        virtual().answer(subscribe, 200, FOCUS + "Expires: 600\r\n");
        notify(subscribe, "active", "version=\"1\"", "<users><user entity=\"sip:a@x\"/></users>");
        peer.next("SIP/2.0 200");

        notify(subscribe, "active", "state=\"partial\" version=\"3\"", "<users><user entity=\"sip:b@x\"/></users>");

        String refresh = peer.next("SUBSCRIBE ");
        assertEquals(header(subscribe, "Call-ID"), header(refresh, "Call-ID"));
        assertEquals("2 SUBSCRIBE", header(refresh, "CSeq"));
        peer.next("SIP/2.0 200");
        assertEquals(List.of(UNTOLD, with("sip:a@x")), told());
    }

    @Test
    void whatIsNoDocumentIsABadRequest() {
        String subscribe = talk();
        virtual().answer(subscribe, 200, FOCUS + "Expires: 600\r\n");
        notify(subscribe, "active", "version=\"x\"", "");
        peer.next("SIP/2.0 400");
        assertEquals(List.of(UNTOLD), told());
    }

    @Test
    void aConferenceThatRefusesIsLeftInPeaceAndIsOneStill() {
        virtual().answer(talk(), 489, "");
        virtual().loop.advance(Duration.ofSeconds(30));
        peer.calls.online();
        assertTrue(virtual().isSilent());
        assertEquals(List.of(UNTOLD), told());
        peer.hangUp();
        peer.next("BYE ");
        assertTrue(virtual().isSilent());
    }

    @Test
    void itIsAskedAnewWhenTheServerIsBack() {
        String first = talk();
        virtual().answer(first, 200, FOCUS + "Expires: 600\r\n");
        notify(first, "active", "version=\"1\"", "<users><user entity=\"sip:a@x\"/></users>");
        peer.next("SIP/2.0 200");

        peer.calls.online();

        String second = peer.next("SUBSCRIBE sip:conf@");
        assertFalse(header(first, "Call-ID").equals(header(second, "Call-ID")));
        assertEquals(List.of(UNTOLD, with("sip:a@x"), UNTOLD), told());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void theOtherSideMayBecomeOneAndCeaseToBe(String method) {
        peer.talk(VirtualPeer.ALLOW);
        assertEquals(List.of(), told());

        virtual().receive(peer.request(method, 1, FOCUS, VirtualPeer.sdp(1002)));
        String subscribe = peer.next("SUBSCRIBE sip:conf@");
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.next("SIP/2.0 200");
        if (method.equals("INVITE")) {
            virtual().receive(peer.request("ACK", 1, "", ""));
        }
        virtual().answer(subscribe, 200, FOCUS + "Expires: 600\r\n");
        assertEquals(List.of(UNTOLD), told());

        virtual().receive(peer.request("UPDATE", 2, VirtualPeer.CONTACT, ""));
        assertEquals("0", header(peer.next("SUBSCRIBE "), "Expires"));
        peer.next("SIP/2.0 200");
        assertEquals(List.of(UNTOLD, NONE), told());
    }

    @Test
    void theAnswerToOurOwnReInviteSaysSo() {
        peer.talk("");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        virtual().answer(peer.next("INVITE "), 200, "t1", FOCUS, VirtualPeer.sdp(1002));
        peer.next("SUBSCRIBE sip:conf@");
        peer.next("ACK sip:conf@");
        assertEquals(List.of(UNTOLD), told());
    }

    @Test
    void aConferenceThatCallsSaysSoAtOnceAndIsAskedOnceItIsAnswered() {
        peer.invite("", VirtualPeer.sdp(1000));
        assertNull(peer.leg.arrival.conference());
        peer = new VirtualPeer();
        virtual().receive(peer.request("INVITE", 1, FOCUS, VirtualPeer.sdp(1000)));
        peer.leg = peer.account.incoming.get(0);
        assertEquals(Conference.UNTOLD, peer.leg.arrival.conference());
        peer.leg.leg.ring();
        peer.next("SIP/2.0 180");
        assertTrue(virtual().isSilent());

        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();

        peer.next("SIP/2.0 200");
        peer.next("SUBSCRIBE sip:conf@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:conf@127.0.0.1:5060>;isfocus=\"FALSE\"",
                "<sip:conf@127.0.0.1:5060;isfocus>",
                "\"isfocus\" <sip:conf@127.0.0.1:5060>"
            })
    void othersAreNone(String contact) {
        String invite = peer.dial();
        virtual().answer(invite, 200, "t1", "Contact: " + contact + "\r\n", VirtualPeer.sdp(1000));
        peer.next("ACK ");
        assertTrue(virtual().isSilent());
        assertEquals(List.of(), told());
    }

    @Test
    void nobodyIsAskedWhereTheAccountSaysSo() {
        peer = new VirtualPeer(half -> half.conferenceInfo(false));
        String invite = peer.dial();
        virtual().answer(invite, 200, "t1", FOCUS, VirtualPeer.sdp(1000));
        peer.next("ACK ");
        assertTrue(virtual().isSilent());
        assertEquals(List.of(UNTOLD), told());
    }

    @Test
    void whoHidesAsksNobody() {
        peer = new VirtualPeer(half -> half.privacy(SipPrivacy.ID));
        String invite = peer.dial();
        virtual().answer(invite, 200, "t1", FOCUS, VirtualPeer.sdp(1000));
        peer.next("ACK ");
        assertTrue(virtual().isSilent());
        assertEquals(List.of(UNTOLD), told());
    }

    @Test
    void nobodyHasUsAskManyPlaces() {
        peer.talk(VirtualPeer.ALLOW);
        int asked = 0;
        for (int i = 1; i <= 30; i++) {
            String contact = "Contact: <sip:victim" + i + "@127.0.0.1:5060>;isfocus\r\n";
            virtual().receive(peer.request("UPDATE", i, contact, ""));
            String next = virtual().next();
            if (next.startsWith("SUBSCRIBE ")) {
                asked++;
                next = virtual().next();
            }
            assertTrue(next.startsWith("SIP/2.0 200"), next);
        }
        assertEquals(10, asked);
    }
}
