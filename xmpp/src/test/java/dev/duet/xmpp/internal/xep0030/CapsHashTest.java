package dev.duet.xmpp.internal.xep0030;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapsHashTest {

    private static final String DATA_FORMS = "jabber:x:data";

    private static Xml field(String name, String value) {
        return Xml.element("field", DATA_FORMS)
                .attribute("var", name)
                .add("value", value)
                .build();
    }

    private static Xml presence(Xml child) {
        return Xml.element("presence", Xml.CLIENT).add(child).build();
    }

    @Test
    void makesTheSimpleExampleOfXep0390() {
        DiscoInfo info = new DiscoInfo(
                List.of(new DiscoInfo.Identity("client", "mobile", "", "BombusMod")),
                Set.of(
                        "http://jabber.org/protocol/si",
                        "http://jabber.org/protocol/bytestreams",
                        "http://jabber.org/protocol/chatstates",
                        "http://jabber.org/protocol/disco#info",
                        "http://jabber.org/protocol/disco#items",
                        "urn:xmpp:ping",
                        "jabber:iq:time",
                        "jabber:iq:privacy",
                        "jabber:iq:version",
                        "http://jabber.org/protocol/rosterx",
                        "urn:xmpp:time",
                        "jabber:x:oob",
                        "http://jabber.org/protocol/ibb",
                        "http://jabber.org/protocol/si/profile/file-transfer",
                        "urn:xmpp:receipts",
                        "jabber:iq:roster",
                        "jabber:iq:last"),
                List.of());
        assertEquals(
                "kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=",
                CapsHash.of(info).hash());
    }

    @Test
    void makesTheComplexExampleOfXep0390() {
        Set<String> features = Set.of(
                "games:board",
                "http://jabber.org/protocol/activity",
                "http://jabber.org/protocol/activity+notify",
                "http://jabber.org/protocol/bytestreams",
                "http://jabber.org/protocol/chatstates",
                "http://jabber.org/protocol/commands",
                "http://jabber.org/protocol/disco#info",
                "http://jabber.org/protocol/disco#items",
                "http://jabber.org/protocol/evil",
                "http://jabber.org/protocol/feature-neg",
                "http://jabber.org/protocol/geoloc",
                "http://jabber.org/protocol/geoloc+notify",
                "http://jabber.org/protocol/ibb",
                "http://jabber.org/protocol/iqibb",
                "http://jabber.org/protocol/mood",
                "http://jabber.org/protocol/mood+notify",
                "http://jabber.org/protocol/rosterx",
                "http://jabber.org/protocol/si",
                "http://jabber.org/protocol/si/profile/file-transfer",
                "http://jabber.org/protocol/tune",
                "http://www.facebook.com/xmpp/messages",
                "http://www.xmpp.org/extensions/xep-0084.html#ns-metadata+notify",
                "jabber:iq:avatar",
                "jabber:iq:browse",
                "jabber:iq:dtcp",
                "jabber:iq:filexfer",
                "jabber:iq:ibb",
                "jabber:iq:inband",
                "jabber:iq:jidlink",
                "jabber:iq:last",
                "jabber:iq:oob",
                "jabber:iq:privacy",
                "jabber:iq:roster",
                "jabber:iq:time",
                "jabber:iq:version",
                "jabber:x:data",
                "jabber:x:event",
                "jabber:x:oob",
                "urn:xmpp:avatar:metadata+notify",
                "urn:xmpp:ping",
                "urn:xmpp:receipts",
                "urn:xmpp:time");
        Xml form = Xml.element("x", DATA_FORMS)
                .attribute("type", "result")
                .add(field("FORM_TYPE", "urn:xmpp:dataforms:softwareinfo"))
                .add(field("software", "Tkabber"))
                .add(field("software_version", "0.11.1-svn-20111216-mod (Tcl/Tk 8.6b2)"))
                .add(field("os", "Windows"))
                .add(field("os_version", "XP"))
                .build();
        DiscoInfo info = new DiscoInfo(
                List.of(
                        new DiscoInfo.Identity("client", "pc", "en", "Tkabber"),
                        new DiscoInfo.Identity("client", "pc", "ru", "\u0422\u043a\u0430\u0431\u0431\u0435\u0440")),
                features,
                List.of(form));
        CapsHash made = CapsHash.of(info);
        assertEquals("u79ZroNJbdSWhdSp311mddz44oHHPsEBntQ5b1jqBSY=", made.hash());
        assertTrue(made.verifies(info.write(made.queryNode())));
        assertFalse(made.verifies(Answers.OURSELVES.write(null)));
    }

    @Test
    void theFormThatMoreClientsKnowGoesFirstAndUnknownHashesDoNotCount() {
        Xml ours = Answers.CAPS_HASH.write();
        assertEquals(Answers.CAPS_HASH, CapsForm.read(presence(ours)));
        Xml both = Xml.element("presence", Xml.CLIENT)
                .add(ours)
                .add(Answers.CAPS.write())
                .build();
        assertEquals(Answers.CAPS, CapsForm.read(both));
        Xml weak = Xml.element("c", CapsHash.NAMESPACE)
                .add(Xml.element("hash", "urn:xmpp:hashes:2")
                        .attribute("algo", "md5")
                        .text("AAAA")
                        .build())
                .build();
        assertNull(CapsForm.read(presence(weak)));
    }
}
