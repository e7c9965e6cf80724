package dev.duet.xmpp.internal.xep0030;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Capability;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapsTest {

    private static final Set<String> FEATURES = Set.of(
            "http://jabber.org/protocol/disco#info",
            "http://jabber.org/protocol/disco#items",
            "http://jabber.org/protocol/muc",
            "http://jabber.org/protocol/caps");

    private static Xml field(String name, String type, String... values) {
        Xml.Builder field =
                Xml.element("field", "jabber:x:data").attribute("var", name).attribute("type", type);
        for (String value : values) {
            field.add("value", value);
        }
        return field.build();
    }

    @Test
    void makesTheSimpleExampleOfXep0115() {
        DiscoInfo info =
                new DiscoInfo(List.of(new DiscoInfo.Identity("client", "pc", "", "Exodus 0.9.1")), FEATURES, List.of());
        assertEquals("QgayPKawpkPSDYmwT/WM94uAlu0=", Caps.version(info, "sha-1"));
        assertNull(Caps.version(info, "no-such-hash"));
    }

    @Test
    void makesTheComplexExampleOfXep0115() {
        Xml form = Xml.element("x", "jabber:x:data")
                .attribute("type", "result")
                .add(field("FORM_TYPE", "hidden", "urn:xmpp:dataforms:softwareinfo"))
                .add(field("ip_version", "text-multi", "ipv4", "ipv6"))
                .add(field("os", "text-single", "Mac"))
                .add(field("os_version", "text-single", "10.5.1"))
                .add(field("software", "text-single", "Psi"))
                .add(field("software_version", "text-single", "0.11"))
                .build();
        DiscoInfo info = new DiscoInfo(
                List.of(
                        new DiscoInfo.Identity("client", "pc", "en", "Psi 0.11"),
                        new DiscoInfo.Identity("client", "pc", "el", "\u03A8 0.11")),
                FEATURES,
                List.of(form));
        assertEquals("q07IKJEyjvHSyhy//CH0CxmKi8w=", Caps.version(info, "sha-1"));
        assertEquals(info, DiscoInfo.read(info.write(null)));
    }

    @Test
    void believesOnlyWhatTheHashProves() {
        Caps ours = Caps.of(Answers.OURSELVES, "https://example.org");
        Xml query = Answers.OURSELVES.write(ours.queryNode());
        assertTrue(ours.verifies(query));
        Xml more = Xml.element("query", DiscoInfo.NAMESPACE)
                .addAll(query.children())
                .add(Xml.element("feature", DiscoInfo.NAMESPACE)
                        .attribute("var", "urn:more")
                        .build())
                .build();
        assertFalse(ours.verifies(more));
        Xml twice = Xml.element("query", DiscoInfo.NAMESPACE)
                .addAll(query.children())
                .add(query.children().get(1))
                .build();
        assertFalse(ours.verifies(twice), "A feature that comes twice is not well-formed (XEP-0115 5.4, 3.4)");
    }

    @Test
    void travelsInPresence() {
        Caps ours = Caps.of(Answers.OURSELVES, "https://example.org");
        Xml presence = Xml.element("presence", Xml.CLIENT).add(ours.write()).build();
        assertEquals(ours, Caps.read(presence));
        assertNull(Caps.read(Xml.empty("presence", Xml.CLIENT)));
        assertNull(Caps.read(Xml.element("presence", Xml.CLIENT)
                .add(Xml.element("c", Caps.NAMESPACE).attribute("ver", "1").build())
                .build()));
    }

    @Test
    void seesACallerInAFullSetOfJingleFeatures() {
        Set<String> jingle = Set.of(
                "urn:xmpp:jingle:1",
                "urn:xmpp:jingle:apps:rtp:1",
                "urn:xmpp:jingle:apps:rtp:audio",
                "urn:xmpp:jingle:transports:ice-udp:1");
        assertTrue(new DiscoInfo(List.of(), jingle, List.of()).capabilities().contains(Capability.AUDIO_CALL));
        assertFalse(new DiscoInfo(List.of(), Set.of("urn:xmpp:jingle:1"), List.of())
                .capabilities()
                .contains(Capability.AUDIO_CALL));
        assertTrue(Answers.OURSELVES.capabilities().contains(Capability.AUDIO_CALL));
    }
}
