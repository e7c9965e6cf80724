package dev.duet.xmpp.internal.xep0118;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.duet.model.Tune;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What people listen to, as it is on the wire. */
class TunesTest {

    private static Xml tune(String... pairs) {
        Xml.Builder tune = Xml.element("tune", Tunes.NAMESPACE);
        for (int i = 0; i < pairs.length; i += 2) {
            tune.add(pairs[i], pairs[i + 1]);
        }
        return tune.build();
    }

    @Test
    void whatIsWrittenIsRead() {
        Tune yes = new Tune("Yes", "Heart of the Sunrise", "Fragile", "3", "http://x.org", Duration.ofSeconds(686), 8);
        assertEquals(yes, Tunes.read(Tunes.write(yes)));
        assertNull(Tunes.read(Tunes.write(null)));
    }

    @Test
    void whatIsNoneIsLeftOut() {
        assertEquals(Tune.of("Yes", ""), Tunes.read(tune("artist", "Yes", "length", "-1", "rating", "11")));
        assertEquals(Tune.of("Yes", ""), Tunes.read(tune("artist", "Yes", "length", "70000", "rating", "x")));
        assertEquals(Tune.of("Yes", ""), Tunes.read(tune("artist", " Yes ", "title", "y".repeat(2_000))));
        assertNull(Tunes.read(tune("length", "99999999999999999999")));
    }
}
