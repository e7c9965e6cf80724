package dev.duet.xmpp.internal.xep0045;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.MessageContent;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The words of XEP-0425, those of today and those of version 0.2. */
class ModerationTest {

    private static final String RETRACT = "urn:xmpp:message-retract:1";

    private static Xml message(Xml child) {
        return Xml.element("message", Xml.CLIENT)
                .attribute("from", "tea@rooms.x.org")
                .attribute("type", "groupchat")
                .add(child)
                .build();
    }

    private static Xml retract(@Nullable String id, String namespace) {
        return message(Xml.element("retract", RETRACT)
                .attribute("id", id)
                .add(Xml.element("moderated", namespace)
                        .attribute("by", "tea@rooms.x.org/Macbeth")
                        .build())
                .add("reason", "Too loud")
                .build());
    }

    @Test
    void theRoomTellsWhatWasTakenBack() {
        assertEquals(
                new MessageContent.Moderation("a-1", "Macbeth", "Too loud"),
                Moderation.read(retract("a-1", Moderation.NAMESPACE)));
        Xml earlier = Xml.element("moderated", Moderation.EARLIER)
                .attribute("by", "tea@rooms.x.org/Macbeth")
                .add(Xml.empty("retract", "urn:xmpp:message-retract:0"))
                .add("reason", "Too loud")
                .build();
        assertEquals(
                new MessageContent.Moderation("a-1", "Macbeth", "Too loud"),
                Moderation.read(message(Xml.element("apply-to", "urn:xmpp:fasten:0")
                        .attribute("id", "a-1")
                        .add(earlier)
                        .build())));
    }

    @Test
    void whatIsNotModeratedIsNone() {
        assertNull(Moderation.read(retract(null, Moderation.NAMESPACE)));
        assertNull(Moderation.read(retract("a-1", "urn:x")));
        assertNull(Moderation.read(
                message(Xml.element("retract", RETRACT).attribute("id", "a-1").build())));
        assertNull(Moderation.read(message(Xml.element("apply-to", "urn:xmpp:fasten:0")
                .attribute("id", "a-1")
                .add(Xml.empty("moderated", Moderation.EARLIER))
                .build())));
    }

    @Test
    void aRequestIsMadeInTheWordsThatTheRoomKnows() {
        Xml request = Moderation.request(Set.of(Moderation.NAMESPACE, Moderation.EARLIER), "a-1", "Why");
        assertNotNull(request);
        assertEquals("moderate", request.name());
        assertEquals("a-1", request.attribute("id"));
        assertEquals("Why", request.textOf("reason"));
        Xml earlier = Moderation.request(Set.of(Moderation.EARLIER), "a-1", "");
        assertNotNull(earlier);
        assertEquals("apply-to", earlier.name());
        assertNotNull(earlier.child("moderate", Moderation.EARLIER));
        assertNull(Moderation.request(Set.of(), "a-1", ""));
    }
}
