package dev.duet.sip.internal.rfc3842;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MessageSummariesProperties {

    private static final String WHOLE = "Messages-Waiting: yes\r\nMessage-Account: sip:box@example.com\r\n"
            + "Voice-Message: 2/8 (0/2)\r\nFax-Message: 1/0\r\n\r\nSubject: x\r\n";

    @Property(tries = 2000)
    void garbageIsReadOrRefused(@ForAll byte[] garbage) {
        read(garbage);
    }

    @Property(tries = 2000)
    void whatWasTamperedWithIsReadOrRefused(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int hits) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(WHOLE);
        for (int i = 0; i < hits; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) random.nextInt(256));
                default -> text.setCharAt(at, "0123456789:/() \r\n".charAt(random.nextInt(17)));
            }
        }
        read(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void read(byte[] body) {
        try {
            assertNotNull(MessageSummaries.parse(body).counts());
        } catch (SummaryException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
