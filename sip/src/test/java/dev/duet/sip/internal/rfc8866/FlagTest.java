package dev.duet.sip.internal.rfc8866;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.MediaDirection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes that are flags, and are taken with a colon that nothing follows, too. */
class FlagTest {

    @ParameterizedTest
    @ValueSource(strings = {"a=recvonly", "a=recvonly:", "a=recvonly: "})
    void aDirectionIsAFlag(String line) throws SdpException {
        String text = "v=0\r\no=- 1 1 IN IP4 a\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n" + line;

        Sdp read = Sdp.parse(text + "\r\n");

        assertEquals(MediaDirection.RECVONLY, read.session().media().get(0).direction());
        assertEquals(read.session(), Sdp.parse(read.text()).session());
    }
}
