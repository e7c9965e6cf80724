package dev.duet.sip.internal.rfc8866;

import static dev.duet.sip.internal.rfc8866.SdpGoldenTest.golden;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.DtlsDescription;
import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaKind;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {

    private static final Origin ORIGIN = new Origin("-", "1", "1", "192.0.2.1");

    @Test
    void aPlainCallHasItsCodecsAndAddresses() throws Exception {
        MediaDescription audio = audio("baresip");

        assertEquals(new Endpoint("127.0.0.1", 10034), audio.rtp());
        assertEquals(new Endpoint("127.0.0.1", 10035), audio.rtcp());
        assertEquals(
                List.of("opus", "PCMU", "PCMA", "telephone-event"),
                audio.payloads().stream().map(PayloadType::name).toList());
        assertEquals(Map.of("", "0-15"), audio.payloads().get(3).parameters());
        assertEquals(20, audio.ptime());
        assertEquals("AS:128", audio.attribute("b=").orElseThrow());
        assertEquals("1", audio.attribute("label").orElseThrow());
    }

    @Test
    void theOriginTellsSessionAndVersion() throws Exception {
        assertEquals(
                new Origin("-", "3870142365", "1714226087", "127.0.0.1"),
                Sdp.parse(golden("baresip")).origin());
    }

    @Test
    void webRtcHasIceDtlsGroupsAndSources() throws Exception {
        SessionDescription session = Sdp.parse(golden("chromium-offer")).session();
        MediaDescription audio = session.audio().orElseThrow();

        assertEquals(List.of(new SessionDescription.Group("BUNDLE", List.of("0", "1"))), session.groups());
        assertNull(audio.rtp());
        assertEquals(MediaDirection.SENDRECV, audio.direction());
        assertTrue(audio.rtcpMux());
        assertNotNull(audio.ice());
        assertEquals(4, audio.ice().candidates().size());
        assertEquals(IceCandidate.Type.SRFLX, audio.ice().candidates().get(1).type());
        assertEquals(
                new Endpoint("192.0.2.33", 51472),
                audio.ice().candidates().get(1).related());
        assertEquals("active", audio.ice().candidates().get(2).tcpType());
        assertEquals(Map.of("generation", "0"), audio.ice().candidates().get(3).extensions());
        assertFalse(audio.ice().endOfCandidates());
        assertEquals(DtlsDescription.Setup.ACTPASS, audio.dtls().setup());
        assertEquals(MediaDirection.RECVONLY, audio.headerExtensions().get(2).direction());
        assertEquals(3_846_264_341L, audio.sources().get(0).ssrc());
        assertEquals("9b2d 8c1f", audio.sources().get(0).attributes().get("msid"));
        assertEquals(
                List.of(new PayloadType.Feedback("transport-cc", "")),
                audio.payloads().get(0).feedback());
    }

    @Test
    void bundleOnlyIsNoRefusal() throws Exception {
        MediaDescription data =
                Sdp.parse(golden("chromium-offer")).session().media().get(1);

        assertFalse(data.rejected());
        assertEquals(MediaKind.OTHER, data.kind());
        assertEquals(List.of("webrtc-datachannel"), data.formats());
    }

    @Test
    void fingerprintsAreComparedInUpperCase() throws Exception {
        MediaDescription audio = audio("chromium-answer");

        assertTrue(audio.dtls().fingerprints().get(0).value().startsWith("0A:66"));
        assertTrue(audio.ice().endOfCandidates());
    }

    @Test
    void sdesKeysAreReadAndKeptOutOfText() throws Exception {
        MediaDescription audio = audio("asterisk");

        assertEquals(2, audio.cryptos().size());
        assertEquals("UNENCRYPTED_SRTCP", audio.cryptos().get(1).sessionParameters());
        assertFalse(audio.toString().contains("d0Rmdm"));
    }

    @Test
    void staticPayloadTypesNeedNoRtpmap() throws Exception {
        MediaDescription audio = audio("old-phone");

        assertTrue(audio.payload("PCMA", 8000, 1).isPresent());
        assertTrue(audio.payload("G729", 8000, 1).isPresent());
    }

    @Test
    void nobodysAddressWithoutIceIsAnOldHold() throws Exception {
        MediaDescription audio = audio("old-phone-hold");

        assertEquals(MediaDirection.SENDONLY, audio.direction());
        assertNull(audio.rtp());
    }

    @Test
    void directionIsInheritedFromTheSession() throws Exception {
        List<MediaDescription> media =
                Sdp.parse(golden("hold-at-session")).session().media();

        assertEquals(MediaDirection.INACTIVE, media.get(0).direction());
        assertEquals(MediaDirection.SENDONLY, media.get(1).direction());
        assertEquals(new Endpoint("2001:db8::52", 63211), media.get(0).rtcp());
    }

    @Test
    void portZeroIsARefusalAndUnknownMediaKeepTheirPlace() throws Exception {
        List<MediaDescription> media = Sdp.parse(golden("fax")).session().media();

        assertTrue(media.get(0).rejected());
        assertEquals("image", media.get(1).mediaType());
        assertEquals(List.of("t38"), media.get(1).formats());
        assertEquals("message", media.get(2).mediaType());
    }

    @Test
    void aCandidateOfAnUnknownTypeIsIgnored() throws Exception {
        SessionDescription session = Sdp.parse(golden("ice-lite")).session();

        assertTrue(session.iceLite());
        assertEquals(1, session.media().get(0).ice().candidates().size());
        assertEquals(
                "sha-1", session.media().get(0).dtls().fingerprints().get(0).hash());
    }

    @Test
    void aRefusedMediumIsWrittenWithPortZero() {
        MediaDescription medium = MediaDescription.audio("a")
                .payload(PayloadType.of(0, "PCMU", 8000, 1))
                .rejected(true)
                .build();

        String text = new Sdp(ORIGIN, SessionDescription.of(medium)).text();

        assertTrue(text.contains("m=audio 0 RTP/AVP 0\r\n"), text);
    }

    @Test
    void aValueCannotSmuggleALine() {
        MediaDescription medium = MediaDescription.audio("a")
                .payload(PayloadType.of(0, "PCMU", 8000, 1))
                .attribute("x", "1\r\na=crypto:1 NULL inline:0")
                .build();

        String text = new Sdp(ORIGIN, SessionDescription.of(medium)).text();

        assertFalse(text.contains("\na=crypto"), text);
    }

    @Test
    void lineFeedsAloneAreTakenToo() throws Exception {
        assertEquals(Sdp.parse(golden("sipp")), Sdp.parse(golden("sipp").replace("\r\n", "\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=0",
                "v=1|o=- 1 1 IN IP4 a|s=-|t=0 0",
                "o=- 1 1 IN IP4 a|v=0|s=-",
                "v=0|s=-|o=- 1 1 IN IP4 a",
                "v=0|o=- 1 IN IP4 a|s=-",
                "v=0|o=- x 1 IN IP4 a|s=-",
                "v=0|o=- 1 1 IN IP4 a|s=-|junk",
                "v=0|o=- 1 1 IN IP4 a|s=-|v=0",
                "v=0|o=- 1 1 IN IP4 a|s=-|m=audio",
                "v=0|o=- 1 1 IN IP4 a|s=-|m=audio x RTP/AVP 0",
                "v=0|o=- 1 1 IN IP4 a|s=-|m=audio 70000 RTP/AVP 0",
                "v=0|o=- 1 1 IN IP4 a|s=-|m=audio 1 RTP/AVP 0",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4|m=audio 1 RTP/AVP 0",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 a b|m=audio 1 RTP/AVP 0",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP 300",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP pcmu",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP 96|a=rtpmap:96 /48000",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP 96|a=rtpmap:96 opus/x",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP 0|a=crypto:1",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP 0|a=ice-ufrag:abcd",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP 0|a=fingerprint:sha-1 zz",
                "v=0|o=- 1 1 IN IP4 a|s=-|c=IN IP4 1.2.3.4|m=audio 1 RTP/AVP 0|a=mid:1|m=audio 2 RTP/AVP 0|a=mid:1",
                "v=0|o=- 1 1 IN IP4 a|s=-||m=audio 1 RTP/AVP 0"
            })
    void malformedTextIsRefused(String text) {
        assertThrows(SdpException.class, () -> Sdp.parse(text.replace("|", "\r\n")));
    }

    private static MediaDescription audio(String golden) throws Exception {
        return Sdp.parse(golden(golden)).session().audio().orElseThrow();
    }
}
