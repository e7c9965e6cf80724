package dev.duet.sip.internal.rfc8866;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SdpProperties {

    /** A text that was tampered with is read or refused, and what was read survives being written. */
    @Property(tries = 2000)
    void nothingButSdpExceptionComesOfBadText(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int hits)
            throws Exception {
        String[] names = {"chromium-offer", "asterisk", "linphone", "fax", "hold-at-session"};
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(SdpGoldenTest.golden(names[random.nextInt(names.length)]));
        for (int i = 0; i < hits; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) (random.nextInt(96) + 32));
                default -> text.setCharAt(at, (char) random.nextInt(256));
            }
        }
        Sdp read;
        try {
            read = Sdp.parse(text.toString());
        } catch (SdpException refused) {
            return;
        }
        assertEquals(read.session(), Sdp.parse(read.text()).session());
    }
}
