package dev.duet.sip.internal.rfc4575;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sip.internal.xml.XmlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConferenceInfoProperties {

    private static final String WHOLE =
            "<conference-info xmlns=\"urn:ietf:params:xml:ns:conference-info\" entity=\"sip:c@x\" state=\"full\""
                    + " version=\"1\"><conference-description><subject>S</subject></conference-description><users>"
                    + "<user entity=\"sip:a@x\" state=\"full\"><display-text>A</display-text><roles><entry>r</entry>"
                    + "</roles><endpoint entity=\"sip:a@1\" state=\"full\"><status>connected</status></endpoint></user>"
                    + "</users></conference-info>";

    private static final List<String> WORDS = List.of(
            "full", "partial", "deleted", "sip:a@x", "sip:b@x", "sip:a@1", "", "connected", "on-hold", "2", "3", "99");

    @Property(tries = 1000)
    void garbageIsReadOrRefused(@ForAll byte[] garbage) {
        read(new ConferenceInfo(), garbage);
    }

    @Property(tries = 1000)
    void whatWasTamperedWithIsReadOrRefused(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int hits) {
        Random random = new Random(seed);
        ConferenceInfo info = new ConferenceInfo();
        for (int document = 0; document < 5; document++) {
            StringBuilder text = new StringBuilder(WHOLE);
            for (int i = 0; i < hits; i++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(12)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) (random.nextInt(96) + 32));
                    default -> reword(text, random);
                }
            }
            read(info, text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Puts another word into quotes. */
    private static void reword(StringBuilder text, Random random) {
        int from = text.indexOf("=\"", random.nextInt(text.length()));
        int to = from < 0 ? -1 : text.indexOf("\"", from + 2);
        if (to >= 0 && from > text.indexOf("conference-info\"")) {
            text.replace(from + 2, to, WORDS.get(random.nextInt(WORDS.size())));
        }
    }

    private static void read(ConferenceInfo info, byte[] document) {
        try {
            info.take(document);
        } catch (XmlException refused) {
            assertNotNull(refused.getMessage());
        }
        assertTrue(info.conference().participants().size() <= 1000);
    }
}
