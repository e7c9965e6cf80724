package dev.duet.sip.internal.rfc6665;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EventNotice;
import dev.duet.model.Failure;
import dev.duet.model.MessageSummary;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.spi.EventLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventPackagesTest {

    private static final Address BOX = Address.sip("alice@example.com");
    private static final String CONTACT = "Contact: <sip:box@127.0.0.1:5060>\r\n";
    private static final String SUMMARY = "Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n";

    private final Recorder facts = new Recorder();
    private final VirtualAgent virtual = new VirtualAgent(Transport.TCP);
    private final EventPackages packages = new EventPackages(virtual.agent, facts);
    private final List<Object> told = new ArrayList<>();
    private int notifications;

    private EventLink.Watched subscribe(Address target) {
        return packages.subscribe("message-summary", target, new EventLink.Listener() {
            @Override
            public void accepted() {
                told.add("accepted");
            }

            @Override
            public void notified(EventNotice notice) {
                told.add(notice);
            }

            @Override
            public void ended(Failure failure) {
                told.add(failure.kind());
            }
        });
    }

    private void notify(String subscribe, String state, String type, String body) {
        notifications++;
        virtual.receive("NOTIFY sip:alice@127.0.0.1:50000 SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKn" + notifications + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:alice@example.com>;tag=srv\r\n"
                + "To: " + header(subscribe, "From") + "\r\nCall-ID: " + header(subscribe, "Call-ID")
                + "\r\nCSeq: " + notifications + " NOTIFY\r\n" + CONTACT
                + "Event: message-summary\r\nSubscription-State: " + state + "\r\n"
                + (body.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void whatComesIsToldWhateverItIs() {
        packages.online();
        subscribe(BOX);
        String subscribe = virtual.next();
        assertTrue(subscribe.startsWith("SUBSCRIBE sip:alice@example.com SIP/2.0\r\n"), subscribe);
        assertEquals("message-summary", header(subscribe, "Event"));
        assertEquals("", header(subscribe, "Accept"));
        virtual.answer(subscribe, 200, CONTACT + "Expires: 600\r\n");

        notify(subscribe, "active;expires=600", "application/simple-message-summary", SUMMARY);
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        notify(subscribe, "pending", "", "");
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));

        assertEquals(
                List.of(
                        "accepted",
                        new EventNotice(
                                "message-summary", BOX, "active", "application/simple-message-summary", SUMMARY),
                        new EventNotice("message-summary", BOX, "pending", "", "")),
                told);
        MessageSummary summary =
                new MessageSummary(true, null, Map.of(MessageSummary.Kind.VOICE, new MessageSummary.Count(2, 8, 0, 2)));
        assertEquals(List.of(new Recorder.Summary(BOX, summary)), facts.facts);
    }

    @Test
    void aSummaryThatIsNotUnderstoodIsToldAsItCame() {
        packages.online();
        subscribe(BOX);
        String subscribe = virtual.next();
        virtual.answer(subscribe, 200, CONTACT + "Expires: 600\r\n");
        notify(subscribe, "active", "application/simple-message-summary", "hm");
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        assertEquals(2, told.size());
        assertEquals(List.of(), facts.facts);
    }

    @Test
    void itBeginsWhenTheServerIsThereAndBeginsAnew() {
        subscribe(BOX);
        assertTrue(virtual.isSilent());
        packages.online();
        String first = virtual.next();
        virtual.answer(first, 200, CONTACT + "Expires: 600\r\n");

        packages.offline();
        packages.online();

        String second = virtual.next();
        assertTrue(second.startsWith("SUBSCRIBE "), second);
        assertFalse(header(first, "Call-ID").equals(header(second, "Call-ID")));
    }

    @Test
    void aRefusalEndsIt() {
        packages.online();
        subscribe(BOX);
        virtual.answer(virtual.next(), 489, "");

        assertEquals(1, told.size());
        assertTrue(told.get(0) instanceof Failure.Kind, told::toString);
        packages.offline();
        packages.online();
        assertTrue(virtual.isSilent());
    }

    @Test
    void itIsEndedOnTheWire() {
        packages.online();
        EventLink.Watched watched = subscribe(BOX);
        String subscribe = virtual.next();
        virtual.answer(subscribe, 200, CONTACT + "Expires: 600\r\n");

        watched.end();

        String end = virtual.next();
        assertEquals("0", header(end, "Expires"));
        notify(subscribe, "terminated;reason=timeout", "application/simple-message-summary", SUMMARY);
        assertEquals(List.of("accepted"), told);
    }

    @Test
    void anotherKindOfAddressHasNone() {
        subscribe(Address.parse("tel:+15551234"));
        virtual.loop.run();
        assertEquals(List.of(Failure.Kind.UNSUPPORTED), told);
    }
}
