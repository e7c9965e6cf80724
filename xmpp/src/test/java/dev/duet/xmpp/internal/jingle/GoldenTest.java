package dev.duet.xmpp.internal.jingle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session descriptions in Jingle's and in SDP's words, side by side in {@code src/test/resources/jingle}. */
class GoldenTest {

    private static final List<String> NONSENSE =
            List.of("", " ", "-1", "99999999999999999999", "x", "\u0663", "1e3", "0x10", "4294967296", "NaN");

    private static Party writer(Jingle jingle) {
        return jingle.action() == Action.SESSION_INITIATE ? Party.INITIATOR : Party.RESPONDER;
    }

    private static SessionDescription describe(Xml xml) throws JingleException {
        Jingle jingle = Jingle.read(xml);
        return Contents.read(jingle, writer(jingle));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webrtc-offer", "webrtc-answer", "crypto", "raw-udp", "video-and-file", "static-payloads"})
    void saysTheSameInBothLanguages(String name) throws JingleException {
        Jingle jingle = Jingle.read(XmlText.parse(XmlText.resource(name + ".xml")));
        SessionDescription read = Contents.read(jingle, writer(jingle));
        assertEquals(XmlText.resource(name + ".sdp"), SdpText.of(read));
        SessionDescription again = Contents.read(jingle.with(Contents.write(read, writer(jingle))), writer(jingle));
        List<String> known = new ArrayList<>();
        read.media().stream().filter(m -> !m.payloads().isEmpty()).forEach(m -> known.add(m.toString()));
        List<String> rewritten = new ArrayList<>();
        again.media().stream().filter(m -> !m.payloads().isEmpty()).forEach(m -> rewritten.add(m.toString()));
        assertEquals(known, rewritten);
    }

    @Test
    void anAnswerWithoutAContentRefusesIt() throws JingleException {
        SessionDescription offer = describe(XmlText.parse(XmlText.resource("video-and-file.xml")));
        SessionDescription answer = describe(XmlText.parse(XmlText.resource("webrtc-answer.xml")));
        SessionDescription whole = Contents.inOrderOf(offer, answer);
        assertEquals(3, whole.media().size());
        assertEquals(
                List.of(true, true, true),
                whole.media().stream().map(medium -> medium.rejected()).toList());
    }

    /** Every attribute of every golden file, spoilt in many ways: read, or refused, and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"webrtc-offer", "webrtc-answer", "crypto", "raw-udp", "video-and-file", "static-payloads"})
    void nonsenseIsRefusedAndNeverThrows(String name) {
        Xml good = XmlText.parse(XmlText.resource(name + ".xml"));
        AtomicInteger refused = new AtomicInteger();
        List<Xml> spoilt = new ArrayList<>();
        spoil(good, spoilt);
        for (Xml each : spoilt) {
            try {
                describe(each);
            } catch (JingleException e) {
                refused.incrementAndGet();
            }
        }
        assertTrue(refused.get() > spoilt.size() / 5, refused + " of " + spoilt.size());
    }

    /** All elements that differ from this one in one place. */
    static void spoil(Xml element, List<Xml> into) {
        element.attributes().keySet().forEach(attribute -> {
            into.add(with(element, attribute, null));
            NONSENSE.forEach(nonsense -> into.add(with(element, attribute, nonsense)));
        });
        into.add(copy(element, element.children(), "nonsense"));
        into.add(copy(element, List.of(), ""));
        for (int i = 0; i < element.children().size(); i++) {
            List<Xml> inner = new ArrayList<>();
            spoil(element.children().get(i), inner);
            for (Xml each : inner) {
                List<Xml> children = new ArrayList<>(element.children());
                children.set(i, each);
                into.add(copy(element, children, element.text()));
            }
            List<Xml> twice = new ArrayList<>(element.children());
            twice.add(element.children().get(i));
            into.add(copy(element, twice, element.text()));
        }
    }

    private static Xml with(Xml element, String attribute, String value) {
        Xml.Builder builder = Xml.element(element.name(), element.namespace());
        element.attributes().forEach((name, old) -> builder.attribute(name, name.equals(attribute) ? value : old));
        return builder.addAll(element.children()).text(element.text()).build();
    }

    private static Xml copy(Xml element, List<Xml> children, String text) {
        Xml.Builder builder = Xml.element(element.name(), element.namespace());
        element.attributes().forEach(builder::attribute);
        return builder.addAll(children).text(text).build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<jingle xmlns='urn:xmpp:jingle:1' sid='a'/>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='dance' sid='a'/>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-info'/>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='a'/>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-info' sid='a' initiator='@@'/>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='content-modify' sid='a'><content name='a' senders='all'/>"
                        + "</jingle>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='content-modify' sid='a'><content/></jingle>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='content-modify' sid='a'><content name='a' creator='me'/>"
                        + "</jingle>",
                "<jingle xmlns='urn:xmpp:jingle:1' action='content-modify' sid='a'><content name='a'/>"
                        + "<content name='a'/></jingle>"
            })
    void refusesABrokenEnvelope(String text) {
        assertThrows(JingleException.class, () -> Jingle.read(XmlText.parse(text)));
    }
}
