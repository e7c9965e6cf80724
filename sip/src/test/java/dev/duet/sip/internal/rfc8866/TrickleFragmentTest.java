package dev.duet.sip.internal.rfc8866;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TrickleFragmentTest {

    @Test
    void candidatesAreReadWithTheirMediumAndGeneration() throws Exception {
        TrickleFragment fragment = TrickleFragment.parse("""
                a=ice-pwd:asd88fgpdd777uzjYhagZg
                a=ice-ufrag:8hhY
                m=audio 9 RTP/AVP 0
                a=mid:1
                a=candidate:1 1 UDP 2130706432 2001:db8:a0b:12f0::1 5000 typ host
                a=candidate:1 1 UDP 1694498815 192.0.2.3 5000 typ srflx raddr 2001:db8:a0b:12f0::1 rport 5001
                a=candidate:9 1 UDP 1 192.0.2.3 5000 typ newfangled
                m=audio 9 RTP/AVP 0
                a=mid:2
                a=ice-ufrag:other
                a=ice-pwd:asd88fgpdd777uzjYhagZh
                a=candidate:1 1 UDP 2130706432 192.0.2.9 6000 typ host
                a=end-of-candidates
                """);
        assertEquals(3, fragment.candidates().size());
        TrickleFragment.Candidate second = fragment.candidates().get(1);
        assertEquals("1", second.mediaId());
        assertEquals(IceCandidate.Type.SRFLX, second.candidate().type());
        assertEquals(new Endpoint("192.0.2.3", 5000), second.candidate().endpoint());
        assertEquals("8hhY", second.candidate().extensions().get("ufrag"));
        assertEquals(
                "other", fragment.candidates().get(2).candidate().extensions().get("ufrag"));
        assertEquals(List.of("2"), fragment.ends());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        IceCandidate candidate = new IceCandidate(
                "7", 1, "udp", 99, new Endpoint("2001:db8::1", 5000), IceCandidate.Type.HOST, null, null, Map.of());
        IceDescription ice =
                new IceDescription("8hhY", "asd88fgpdd777uzjYhagZg", List.of("trickle"), List.of(candidate), true);
        MediaDescription audio = MediaDescription.audio("one").ice(ice).build();
        MediaDescription nameless = MediaDescription.audio("").ice(ice).build();

        TrickleFragment fragment = TrickleFragment.parse(
                TrickleFragment.write(new SessionDescription(List.of(audio, nameless), List.of(), false)));

        assertEquals(1, fragment.candidates().size());
        assertEquals("one", fragment.candidates().get(0).mediaId());
        assertEquals(
                candidate.endpoint(), fragment.candidates().get(0).candidate().endpoint());
        assertEquals(
                "8hhY", fragment.candidates().get(0).candidate().extensions().get("ufrag"));
        assertEquals(List.of("one"), fragment.ends());
        assertEquals("", TrickleFragment.write(SessionDescription.of(nameless)));
    }

    @Test
    void theEndMayBeToldForAll() throws Exception {
        assertEquals(
                List.of("a", "b"),
                TrickleFragment.parse("a=end-of-candidates\r\nm=audio 9 RTP/AVP 0\r\na=mid:a\r\n"
                                + "m=audio 9 RTP/AVP 0\r\na=mid:b\r\n")
                        .ends());
    }

    @Test
    void malformedOnesAreRefused() {
        for (String each : List.of("nonsense", "m=audio\r\na=candidate:x", "a=ice-ufrag:!\r\nm=audio", "v=0\r\n")) {
            assertThrows(SdpException.class, () -> TrickleFragment.parse(each), each);
        }
    }

    @Property(tries = 300)
    void nonsenseIsReadOrRefused(@ForAll String text) {
        try {
            assertTrue(TrickleFragment.parse("m=audio 9\r\na=candidate:" + text)
                            .candidates()
                            .size()
                    <= 1);
        } catch (SdpException e) {
            // as it should
        }
    }
}
