package dev.duet.xmpp.internal.jingle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracedStanzaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='1'><content/></jingle>"
                        + "| session-initiate",
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='1'>"
                        + "<group xmlns='urn:xmpp:jingle:apps:grouping:0'/></jingle>| session-initiate",
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-info' sid='1'>"
                        + "<ringing xmlns='urn:xmpp:jingle:apps:rtp:info:1'/></jingle>| session-info ringing",
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-info' sid='1'/>| session-info",
                "<jingle xmlns='urn:xmpp:jingle:1' action='session-terminate' sid='1'><reason><busy/></reason></jingle>"
                        + "| session-terminate busy",
            })
    void aRequestIsNamedByItsActionAndWhatItIsAbout(String jingle, String title) {
        assertEquals(title, title("<iq xmlns='jabber:client' type='set' id='1'>" + jingle + "</iq>", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "<propose xmlns='urn:xmpp:jingle-message:0' id='1'/>, propose",
        "<reject xmlns='urn:xmpp:jingle-message:0' id='1'><reason xmlns='urn:xmpp:jingle:1'><busy/></reason></reject>, "
                + "reject busy",
    })
    void aMessageIsNamedByWhatItSays(String element, String title) {
        assertEquals(title, title("<message xmlns='jabber:client'>" + element + "</message>", ""));
    }

    @Test
    void anAnswerTellsWhatItAnswers() {
        assertEquals(
                "result (transport-info)", title("<iq xmlns='jabber:client' type='result' id='1'/>", "transport-info"));
        assertEquals("error item-not-found unknown-session (session-info)", title("""
                <iq xmlns='jabber:client' type='error' id='1'><error type='cancel'>
                  <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>No</text>
                  <unknown-session xmlns='urn:xmpp:jingle:errors:1'/>
                </error></iq>
                """, "session-info"));
    }

    @Test
    void aCopyOfWhatAnotherDeviceSaidIsShownAsThat() {
        TracedStanza stanza = stanza("""
                <message xmlns='jabber:client' from='bob@x.org' to='bob@x.org/desk'>
                  <sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>
                    <message xmlns='jabber:client' from='bob@x.org/phone' to='alice@x.org/desk'>
                      <proceed xmlns='urn:xmpp:jingle-message:0' id='1'/>
                    </message>
                  </forwarded></sent>
                </message>
                """, "");

        assertEquals("proceed (carbon)", stanza.title());
        assertEquals("XMPP bob@x.org/phone", stanza.peer(false));
    }

    @Test
    void nobodyElseWritesLinesOfTheLadder() {
        String title = title("""
                <iq xmlns='jabber:client' type='set' id='1' from='a@x.org/&#10;b'>
                  <jingle xmlns='urn:xmpp:jingle:1' action='x&#10;    0.000 --&gt; y&#x202e;' sid='1'/></iq>
                """, "");

        assertEquals("x     0.000 --> y ", title);
        assertEquals(
                "XMPP a@x.org/ b",
                stanza("<iq xmlns='jabber:client' from='a@x.org/&#10;b'/>", "").peer(false));
        String longest = title(
                "<iq xmlns='jabber:client' type='set'><jingle xmlns='urn:xmpp:jingle:1' action='" + "x".repeat(1000)
                        + "'/></iq>",
                "");
        assertEquals(200, longest.length());
    }

    @Test
    void keysAndPasswordsAreNotShown() {
        String text = stanza("""
                <iq xmlns='jabber:client' type='set' id='1' from='alice@x.org/desk'>
                  <jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='sid-1'>
                    <content creator='initiator' name='0'>
                      <description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>
                        <payload-type id='0' name='PCMU'/>
                        <encryption required='1'><crypto crypto-suite='AES_CM_128_HMAC_SHA1_80'
                          key-params='inline:keykeykey' session-params='FEC_KEY=inline:keykeykey' tag='1'/></encryption>
                      </description>
                      <transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' pwd='verysecret' ufrag='frag'>
                        <fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256'>AB:CD</fingerprint>
                        <candidate ip='192.0.2.1' port='4000'/>
                      </transport>
                    </content>
                  </jingle>
                </iq>
                """, "").redacted();

        assertFalse(text.contains("keykeykey") || text.contains("verysecret"), text);
        assertTrue(text.contains("pwd='***'") && text.contains("key-params='***'"), text);
        for (String shown : new String[] {"sid-1", "PCMU", "ufrag='frag'", ">AB:CD<", "192.0.2.1", "AES_CM_128"}) {
            assertTrue(text.contains(shown), text);
        }
    }

    @Test
    void whatAUserPressedOrWroteIsNotShown() {
        String text = stanza("""
                <message xmlns='jabber:client' from='alice@x.org/desk'>
                  <body>the key is under the mat</body>
                  <secrets xmlns='urn:example'>of mine</secrets>
                  <dtmf xmlns='urn:xmpp:jingle:dtmf:0' code='7' duration='400'/>
                  <reject xmlns='urn:xmpp:jingle-message:0' id='1'><reason xmlns='urn:xmpp:jingle:1'>
                    <redirect xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>sip:bob:pass@x.org</redirect>
                    <text>Expired</text></reason></reject>
                </message>
                """, "").redacted();

        assertFalse(text.contains("under the mat") || text.contains("of mine") || text.contains("code='7'"), text);
        assertFalse(text.contains("pass@"), text);
        assertTrue(text.contains("sip:bob:***@x.org") && text.contains("Expired"), text);
        assertTrue(text.contains("duration='400'"), text);
    }

    private static TracedStanza stanza(String text, String answers) {
        return new TracedStanza(XmlText.parse(text), answers);
    }

    private static String title(String text, String answers) {
        return stanza(text, answers).title();
    }
}
