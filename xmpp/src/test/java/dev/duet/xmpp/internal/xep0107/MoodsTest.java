package dev.duet.xmpp.internal.xep0107;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.model.Mood;
import dev.duet.xmpp.internal.xml.Xml;
import org.junit.jupiter.api.Test;

/** How people feel, as it is on the wire. */
class MoodsTest {

    private static Xml mood(Xml... children) {
        Xml.Builder mood = Xml.element("mood", Moods.NAMESPACE);
        for (Xml child : children) {
            mood.add(child);
        }
        return mood.build();
    }

    private static Xml text(String text) {
        return Xml.element("text", Moods.NAMESPACE).text(text).build();
    }

    @Test
    void whatIsWrittenIsRead() {
        Mood happy = new Mood("happy", "Yay, the <mood> spec");
        assertEquals(happy, Moods.read(Moods.write(happy)));
        assertEquals(Mood.of("in_love"), Moods.read(Moods.write(Mood.of("in_love"))));
        assertNull(Moods.read(Moods.write(null)));
    }

    @Test
    void whatIsNoneIsLeftOut() {
        assertNull(Moods.read(mood(text("only words"))));
        assertNull(Moods.read(mood(Xml.empty("happy", "urn:other"))));
        assertNull(Moods.read(mood(Xml.empty("Happy", Moods.NAMESPACE))));
        assertNull(Moods.read(mood(Xml.empty("x".repeat(50), Moods.NAMESPACE))));
        assertEquals(Mood.of("happy"), Moods.read(mood(text("y".repeat(2_000)), Xml.empty("happy", Moods.NAMESPACE))));
        assertThrows(IllegalArgumentException.class, () -> Mood.of("not a mood"));
    }
}
