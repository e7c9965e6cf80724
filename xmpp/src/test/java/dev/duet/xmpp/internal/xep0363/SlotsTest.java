package dev.duet.xmpp.internal.xep0363;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.spi.UploadSlot;
import dev.duet.xmpp.internal.jingle.XmlText;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xml.Xml;
import java.net.URI;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the examples of XEP-0363. */
class SlotsTest {

    @Test
    void theQuestionSaysWhatTheFileIs() {
        assertEquals(
                "<request xmlns='urn:xmpp:http:upload:0' filename='très cool.jpg' size='23456' "
                        + "content-type='image/jpeg'/>",
                Slots.request("très cool.jpg", 23456, "image/jpeg").toString());
    }

    private static UploadSlot slot(String put, String get) {
        return Slots.read(XmlText.parse("<slot xmlns='urn:xmpp:http:upload:0'><put url='" + put + "'>"
                + "<header name='Authorization'>Basic Base64String==</header>"
                + "<header name='cookie'>foo=bar;\r\n user=romeo&#10;X-Evil: 1</header>"
                + "<header name='Host'>evil.example</header><header name='X-Evil'>1</header>"
                + "<header name='Expi&#10;res'>soon</header></put><get url='" + get + "'/></slot>"));
    }

    @Test
    void headersThatMayBeSentAreOnOneLine() {
        UploadSlot slot = slot("https://upload.example/a?x=1&amp;y=2", "https://download.example/a");
        assertEquals(URI.create("https://upload.example/a?x=1&y=2"), slot.put());
        assertEquals(URI.create("https://download.example/a"), slot.get());
        assertEquals(
                Map.of(
                        "Authorization", "Basic Base64String==",
                        "Cookie", "foo=bar; user=romeoX-Evil: 1",
                        "Expires", "soon"),
                slot.headers());
        assertFalse(slot.toString().contains("Base64String"), "a secret shows itself to nobody");
        assertFalse(slot.toString().contains("x=1"), "nor what lets one put a file there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "https:///nowhere", "no url", "file:///etc/passwd"})
    void aPlaceThatIsNoneIsNone(String url) {
        assertNull(slot(url, "https://download.example/a"));
        assertNull(slot("https://upload.example/a", url));
        assertNull(Slots.read(XmlText.parse("<slot xmlns='urn:xmpp:http:upload:0'/>")));
        assertNull(Slots.read(null));
    }

    private static OptionalLong most(String value) {
        return Slots.most(DiscoInfo.read(XmlText.parse("<query xmlns='http://jabber.org/protocol/disco#info'><x "
                + "xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>other"
                + "</value></field><field var='max-file-size'><value>1</value></field></x><x "
                + "xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>"
                + "urn:xmpp:http:upload:0</value></field><field var='max-file-size'><value>" + value
                + "</value></field></x></query>")));
    }

    @Test
    void theServiceSaysHowMuchItTakes() {
        assertEquals(OptionalLong.of(5242880), most("5242880"));
        assertEquals(OptionalLong.empty(), most("-1"));
        assertEquals(OptionalLong.empty(), most("much"));
        assertEquals(OptionalLong.empty(), Slots.most(DiscoInfo.NOTHING));
    }

    private static Failure failure(String error) {
        Xml stanza = XmlText.parse(
                "<iq xmlns='jabber:client' type='error' from='upload.example'><error " + error + "</error></iq>");
        return Slots.failure(StanzaErrors.failure(stanza), stanza);
    }

    @Test
    void aFileThatIsTooLargeIsRefusedWithTheBound() {
        Failure failure = failure("type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text "
                + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>File too large</text><file-too-large "
                + "xmlns='urn:xmpp:http:upload:0'><max-file-size>20000</max-file-size></file-too-large>");
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertTrue(failure.message().contains("20000 bytes"), failure.message());
        assertEquals("not-acceptable", failure.wire().condition());
        assertEquals("File too large", failure.wire().text());
    }

    @Test
    void aQuotaSaysWhenItEnds() {
        String constraint = "type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><retry "
                + "xmlns='urn:xmpp:http:upload:0' stamp='";
        Failure failure = failure(constraint + "2017-12-03T23:42:05Z'/>");
        assertEquals(Failure.Retry.LATER, failure.retry());
        assertTrue(failure.message().contains("2017-12-03T23:42:05Z"), failure.message());
        assertEquals("resource-constraint", failure.wire().condition());
        assertFalse(failure(constraint + "soon'/>").message().contains("before"));
    }
}
