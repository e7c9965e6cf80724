package dev.duet.xmpp.internal.xep0428;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.xmpp.internal.xep0428.Fallback.Split;
import dev.duet.xmpp.internal.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackTest {

    private static final String EXTENSION = "urn:example";
    private static final String TEXT = "> \uD83D\uDE00\nYes";

    private static Xml message(Xml fallback) {
        return Xml.element("message", Xml.CLIENT).add(fallback).build();
    }

    @Test
    void positionsCountCodePoints() {
        Split split = Fallback.split(message(Fallback.prefix(EXTENSION, "> \uD83D\uDE00\n")), EXTENSION, TEXT);
        assertEquals(new Split("> \uD83D\uDE00\n", "Yes"), split);
    }

    @Test
    void theWholeTextMayBeMeant() {
        assertEquals(new Split(TEXT, ""), Fallback.split(message(Fallback.whole(EXTENSION)), EXTENSION, TEXT));
        assertEquals(new Split("", TEXT), Fallback.split(message(Fallback.whole("urn:other")), EXTENSION, TEXT));
    }

    @ParameterizedTest
    @CsvSource({"-1,3", "3,2", "0,8", "x,3", "0,", "99999999999,1"})
    void whatIsOutOfPlaceMarksNothing(String start, String end) {
        Xml body = Xml.element("body", Fallback.NAMESPACE)
                .attribute("start", start)
                .attribute("end", end == null ? "" : end)
                .build();
        Xml fallback = Xml.element("fallback", Fallback.NAMESPACE)
                .attribute("for", EXTENSION)
                .add(body)
                .build();
        assertEquals(new Split("", TEXT), Fallback.split(message(fallback), EXTENSION, TEXT));
    }
}
