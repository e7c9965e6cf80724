package dev.duet.sip.internal.rfc3903;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private final VirtualAgent virtual = new VirtualAgent(Transport.TCP);
    private final Recorder listener = new Recorder();
    private final Publication publication = new Publication(virtual.agent, listener);

    @Test
    void aStateIsPublishedRefreshedChangedAndTakenBack() {
        publication.online();
        publication.publish(1, OwnPresence.AVAILABLE.withNote("one"));
        String first = virtual.next();
        assertTrue(first.contains("<note>one</note>"), first);
        assertEquals("presence", header(first, "Event"));
        assertEquals("", header(first, "SIP-If-Match"));
        virtual.answer(first, 200, "SIP-ETag: e1\r\nExpires: 100\r\n");
        assertEquals(List.of(new Recorder.Completed(1)), listener.facts);

        virtual.loop.advance(Duration.ofSeconds(76));
        String refresh = virtual.next();
        assertEquals("e1", header(refresh, "SIP-If-Match"));
        assertFalse(refresh.contains("<note>"), refresh);
        virtual.answer(refresh, 200, "SIP-ETag: e2\r\nExpires: 100\r\n");

        publication.publish(2, OwnPresence.AVAILABLE.withNote("two"));
        String change = virtual.next();
        assertEquals("e2", header(change, "SIP-If-Match"));
        assertTrue(change.contains("<note>two</note>"), change);
        virtual.answer(change, 200, "SIP-ETag: e3\r\nExpires: 100\r\n");

        virtual.loop.advance(Duration.ofMillis(250));
        publication.publish(3, OwnPresence.of(Availability.OFFLINE));
        String removal = virtual.next();
        assertEquals("0", header(removal, "Expires"));
        assertEquals("e3", header(removal, "SIP-If-Match"));
        virtual.answer(removal, 200, "");
        assertEquals(new Recorder.Completed(3), listener.facts.get(2));
    }

    @Test
    void aServerThatForgotIsToldAllAgain() {
        publication.online();
        publication.publish(1, OwnPresence.AVAILABLE.withNote("one"));
        virtual.answer(virtual.next(), 200, "SIP-ETag: e1\r\nExpires: 100\r\n");
        virtual.loop.advance(Duration.ofSeconds(76));

        virtual.answer(virtual.next(), 412, "");

        String again = virtual.next();
        assertEquals("", header(again, "SIP-If-Match"));
        assertTrue(again.contains("<note>one</note>"), again);
    }

    @Test
    void onlyTheLastOfManyChangesIsSent() {
        publication.online();
        for (int i = 1; i <= 5; i++) {
            publication.publish(i, OwnPresence.AVAILABLE.withNote("number " + i));
        }
        String first = virtual.next();
        assertTrue(virtual.isSilent());
        virtual.answer(first, 200, "SIP-ETag: e1\r\nExpires: 100\r\n");
        virtual.loop.advance(Duration.ofMillis(249));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofMillis(1));

        String second = virtual.next();
        assertTrue(second.contains("number 5"), second);
        virtual.answer(second, 200, "SIP-ETag: e2\r\nExpires: 100\r\n");

        assertEquals(5, listener.facts.size());
        assertTrue(virtual.isSilent());
    }

    @Test
    void whatIsTakenBackBeforeItWasSentIsNeverSentAndTheRestIsRefreshed() {
        publication.online();
        publication.publish(1, OwnPresence.AVAILABLE);
        virtual.answer(virtual.next(), 200, "SIP-ETag: e1\r\nExpires: 100\r\n");
        publication.publish(2, OwnPresence.of(Availability.AWAY));
        publication.publish(3, OwnPresence.AVAILABLE);

        assertEquals(3, listener.facts.size());
        virtual.loop.advance(Duration.ofSeconds(74));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofSeconds(1));
        assertEquals("e1", header(virtual.next(), "SIP-If-Match"));
    }

    @Test
    void itIsPublishedAgainAfterEachSignIn() {
        publication.publish(1, OwnPresence.AVAILABLE.withNote("one"));
        assertTrue(virtual.isSilent());
        publication.online();
        virtual.answer(virtual.next(), 200, "SIP-ETag: e1\r\nExpires: 100\r\n");
        publication.offline();
        publication.online();

        assertTrue(virtual.next().contains("<note>one</note>"));
    }
}
