package dev.duet.sip.internal.rfc8866;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the wire, written again, is the golden text, and says the same. */
class SdpGoldenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baresip",
                "linphone",
                "chromium-offer",
                "chromium-answer",
                "asterisk",
                "sipp",
                "old-phone",
                "old-phone-hold",
                "hold-at-session",
                "fax",
                "ice-lite"
            })
    void aDescriptionFromTheWireIsWrittenAsTheGoldenText(String name) throws Exception {
        Sdp read = Sdp.parse(golden(name));

        String written = read.text();

        assertEquals(golden(name + ".out"), written);
        assertEquals(read, Sdp.parse(written));
    }

    static String golden(String name) throws IOException {
        try (InputStream in = SdpGoldenTest.class.getResourceAsStream("/golden/" + name + ".sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
