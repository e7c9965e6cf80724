package dev.duet.xmpp.internal.xep0012;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastActivityTest {

    private static final Address.Xmpp BOB = Address.xmpp("bob@example.org/phone");

    private final VirtualLoop loop = new VirtualLoop();
    private Instant idle;
    private final LastActivity activity = new LastActivity(
            new Iqs(stanza -> true, loop, Address.xmpp("alice@example.org/desk"), Duration.ofSeconds(30)),
            loop,
            mock(LinkListener.class),
            BOB::equals,
            () -> idle);

    private Xml ask(Address.Xmpp from, String namespace) {
        Xml query = Xml.empty("query", namespace);
        return activity.query(
                Xml.element("iq", Xml.CLIENT)
                        .attribute("type", "get")
                        .attribute("id", "1")
                        .attribute("from", from.jid())
                        .add(query)
                        .build(),
                query);
    }

    @Test
    void thoseWhoSeeUsLearnSinceWhenTheUserIsIdle() {
        assertEquals(
                "0",
                ask(BOB, LastActivity.NAMESPACE)
                        .child("query", LastActivity.NAMESPACE)
                        .attribute("seconds"));
        idle = loop.now();
        loop.advance(Duration.ofSeconds(90));
        Xml answer = ask(BOB, LastActivity.NAMESPACE);
        assertEquals("90", answer.child("query", LastActivity.NAMESPACE).attribute("seconds"));
        assertEquals(BOB.jid(), answer.attribute("to"));
    }

    @Test
    void strangersLearnNothing() {
        Xml answer = ask(Address.xmpp("mallory@example.net/x"), LastActivity.NAMESPACE);
        assertTrue(answer.toString().contains("<forbidden"), answer::toString);
        assertNull(ask(BOB, "jabber:iq:version"), "somebody else's");
    }
}
