package dev.duet.xmpp.internal.xep0030;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static Xml answer(String type, Xml payload) {
        Xml iq = Xml.element("iq", Xml.CLIENT)
                .attribute("type", type)
                .attribute("id", "q")
                .attribute("from", "bob@x.org/pda")
                .add(payload)
                .build();
        Xml answer = Answers.answer(iq, Instant.parse("2026-11-22T10:00:00.5Z"), ZoneId.of("+05:30"));
        assertEquals("q", answer.attribute("id"));
        assertEquals("bob@x.org/pda", answer.attribute("to"));
        return answer;
    }

    @Test
    void tellsWhatWeAre() {
        Xml plain = answer("get", Xml.empty("query", DiscoInfo.NAMESPACE));
        assertEquals(Answers.OURSELVES, DiscoInfo.read(plain.child("query", DiscoInfo.NAMESPACE)));
        Xml node = answer(
                "get",
                Xml.element("query", DiscoInfo.NAMESPACE)
                        .attribute("node", Answers.CAPS.queryNode())
                        .build());
        assertTrue(Answers.CAPS.verifies(node.child("query", DiscoInfo.NAMESPACE)));
        assertTrue(answer(
                        "get",
                        Xml.element("query", DiscoInfo.NAMESPACE)
                                .attribute("node", "else")
                                .build())
                .toString()
                .contains("item-not-found"));
    }

    @Test
    void tellsTheTime() {
        Xml time = answer("get", Xml.empty("time", "urn:xmpp:time")).child("time", "urn:xmpp:time");
        assertEquals("2026-11-22T10:00:00Z", time.textOf("utc"));
        assertEquals("+05:30", time.textOf("tzo"));
    }

    @Test
    void answersPingVersionAndItems() {
        assertEquals("result", answer("get", Xml.empty("ping", "urn:xmpp:ping")).attribute("type"));
        assertEquals(
                "Duet",
                answer("get", Xml.empty("query", "jabber:iq:version"))
                        .child("query", "jabber:iq:version")
                        .textOf("name"));
        assertEquals(
                "result",
                answer("get", Xml.empty("query", "http://jabber.org/protocol/disco#items"))
                        .attribute("type"));
    }

    @Test
    void refusesTheRest() {
        assertTrue(answer("get", Xml.empty("x", "urn:y")).toString().contains("service-unavailable"));
        assertTrue(answer("set", Xml.empty("ping", "urn:xmpp:ping")).toString().contains("service-unavailable"));
        assertTrue(answer("see", Xml.empty("ping", "urn:xmpp:ping")).toString().contains("bad-request"));
    }
}
