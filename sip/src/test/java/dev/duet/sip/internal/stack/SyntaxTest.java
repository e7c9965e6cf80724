package dev.duet.sip.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern SPACE_IN_URI = Pattern.compile("<[^>]*\\s[^>]*>");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:bob@example.com>;tag=1",
                "\"Bob <b o b> ? \" <sip:bob@example.com?subject=x>",
                "\"quoted \\\" < > \" <sip:bob@example.com>",
                "sip:bob@example.com;tag=1",
                "Bob Two < sip:bob@example.com",
                "\"nothing ends it <sip:bob@example.com>"
            })
    void addressesThatMeanSomethingPass(String from) {
        assertNull(fault(from));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:bob@example.com >",
                "< sip:bob@example.com>",
                "\"Bob\" <sip:a@example.com>, <sip:b o b@example.com>",
                "\"nothing ends \\\" it <sip:b ob@example.com>"
            })
    void aSpaceWithinAUriIsAFault(String from) {
        assertEquals("a space within a URI in from", fault(from));
    }

    @Test
    void headersWithoutBracketsAreAFault() {
        assertEquals("a URI with headers without angle brackets in from", fault("sip:bob@example.com?subject=x"));
    }

    @Test
    void itIsWhatTheGrammarSaysAboutAnything() {
        Random random = new Random(5);
        int faults = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append("\"\\<> ?a\t".charAt(random.nextInt(8)));
            }
            String plain = QUOTED.matcher(text).replaceAll("");
            boolean isFault = SPACE_IN_URI.matcher(plain).find() || plain.indexOf('<') < 0 && plain.indexOf('?') >= 0;
            assertEquals(isFault, fault(text.toString()) != null, text.toString());
            faults += isFault ? 1 : 0;
        }
        assertTrue(faults > 10_000);
    }

    private static @Nullable String fault(String from) {
        return Syntax.fault(new RawHeaders(
                "INVITE sip:bob@example.com SIP/2.0", List.of(Map.entry("from", from), Map.entry("via", "x"))));
    }
}
