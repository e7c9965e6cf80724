package dev.duet.sip.internal.rfc6665;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.sip.internal.xml.XmlException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final String CONTACT = "Contact: <sip:ps@127.0.0.1:5060>\r\n";

    private final VirtualAgent virtual = new VirtualAgent(Transport.TCP);
    private final List<String> told = new ArrayList<>();
    private final Subscription subscription =
            new Subscription(virtual.agent, "sip:bob@example.com", "presence", "text/x", new Subscription.Listener() {
                @Override
                public void accepted() {
                    told.add("accepted");
                }

                @Override
                public void notified(byte[] body) throws XmlException {
                    String text = new String(body, StandardCharsets.UTF_8);
                    if (text.equals("bad")) {
                        throw new XmlException("bad");
                    }
                    told.add("notified " + text);
                }

                @Override
                public void gone() {
                    told.add("gone");
                }

                @Override
                public void refused(Failure failure) {
                    told.add("refused " + failure.kind());
                }
            });
    private int notifications;

    @Test
    void aSubscriptionIsRefreshedWithinItsDialog() {
        String first = begin();
        virtual.answer(first, 200, CONTACT + "Expires: 100\r\n");
        notify(first, "active;expires=100", "state one");
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        assertEquals(List.of("accepted", "notified state one"), told);

        virtual.loop.advance(Duration.ofSeconds(76));

        String refresh = virtual.next();
        assertTrue(refresh.startsWith("SUBSCRIBE sip:ps@127.0.0.1:5060"), refresh);
        assertEquals(header(first, "Call-ID"), header(refresh, "Call-ID"));
        assertEquals("2 SUBSCRIBE", header(refresh, "CSeq"));
    }

    @Test
    void aNotificationMayComeBeforeTheAnswer() {
        String first = begin();

        notify(first, "active;expires=100", "early");

        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        assertEquals(List.of("notified early"), told);
    }

    @Test
    void aMalformedNotificationIsABadRequestAndTheSubscriptionGoesOn() {
        String first = begin();
        virtual.answer(first, 200, CONTACT + "Expires: 100\r\n");

        notify(first, "active", "bad");
        assertTrue(virtual.next().startsWith("SIP/2.0 400"));
        notify(first, "active", "good");

        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        assertEquals(List.of("accepted", "notified good"), told);
    }

    @Test
    void aNotificationOfAnotherBranchOrEventIsRefused() {
        String first = begin();
        virtual.answer(first, 200, CONTACT + "Expires: 100\r\n");

        virtual.receive(notification(first, "active", "x").replace("tag=srv", "tag=stranger"));
        assertTrue(virtual.next().startsWith("SIP/2.0 481"));
        virtual.receive(notification(first, "active", "x").replace("Event: presence", "Event: weather"));
        assertTrue(virtual.next().startsWith("SIP/2.0 489"));
        virtual.receive(notification(first, "active", "x").replace("text/x", "text/y"));
        assertTrue(virtual.next().startsWith("SIP/2.0 415"));
    }

    @Test
    void anEndedSubscriptionIsBegunAgainUnlessItWasRejected() {
        String first = begin();
        virtual.answer(first, 200, CONTACT + "Expires: 100\r\n");
        notify(first, "terminated;reason=deactivated", "");
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        virtual.loop.advance(Duration.ofSeconds(2));
        String second = virtual.next();
        assertTrue(second.startsWith("SUBSCRIBE sip:bob@example.com"), second);
        virtual.answer(second, 200, CONTACT + "Expires: 100\r\n");

        notify(second, "terminated;reason=rejected", "");
        virtual.skip();
        virtual.loop.advance(Duration.ofHours(1));

        assertTrue(virtual.isSilent());
        assertEquals(List.of("accepted", "gone", "accepted", "gone", "refused REFUSED"), told);
    }

    @Test
    void theServersPauseIsKept() {
        String first = begin();
        virtual.answer(first, 200, CONTACT + "Expires: 100\r\n");
        notify(first, "terminated;reason=probation;retry-after=300", "");
        virtual.skip();

        virtual.loop.advance(Duration.ofSeconds(299));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofSeconds(2));

        assertTrue(virtual.next().startsWith("SUBSCRIBE "));
    }

    @Test
    void aServerThatForgotIsAskedAnew() {
        String first = begin();
        virtual.answer(first, 200, CONTACT + "Expires: 100\r\n");
        virtual.loop.advance(Duration.ofSeconds(76));
        virtual.answer(virtual.next(), 481, "");

        virtual.loop.advance(Duration.ofSeconds(2));

        String again = virtual.next();
        assertTrue(again.startsWith("SUBSCRIBE sip:bob@example.com"), again);
        assertTrue(!header(first, "Call-ID").equals(header(again, "Call-ID")));
    }

    @Test
    void anIntervalThatIsTooBriefIsMadeLonger() {
        virtual.answer(begin(), 423, "Min-Expires: 7200\r\n");

        assertEquals("7200", header(virtual.next(), "Expires"));
    }

    @Test
    void endingItSaysZero() {
        String first = begin();
        virtual.answer(first, 200, CONTACT + "Expires: 100\r\n");

        subscription.end();

        assertEquals("0", header(virtual.next(), "Expires"));
        notify(first, "terminated;reason=timeout", "");
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
    }

    private String begin() {
        subscription.begin();
        return virtual.next();
    }

    private void notify(String subscribe, String state, String body) {
        virtual.receive(notification(subscribe, state, body));
    }

    private String notification(String subscribe, String state, String body) {
        notifications++;
        return "NOTIFY sip:alice@127.0.0.1:50000 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKn"
                + notifications + "\r\nMax-Forwards: 70\r\nFrom: <sip:bob@example.com>;tag=srv\r\nTo: "
                + header(subscribe, "From") + "\r\nCall-ID: " + header(subscribe, "Call-ID") + "\r\nCSeq: "
                + notifications + " NOTIFY\r\n" + CONTACT + "Event: presence\r\nSubscription-State: " + state
                + "\r\nContent-Type: text/x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
