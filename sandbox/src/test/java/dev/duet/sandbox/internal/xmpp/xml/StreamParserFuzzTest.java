package dev.duet.sandbox.internal.xmpp.xml;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A good stream, spoilt at random: whatever comes, the parser ends in one of the ways it promises. */
class StreamParserFuzzTest {

    private static final String GOOD = "<?xml version='1.0'?><stream:stream to='example.org' version='1.0'"
            + " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>"
            + "<message to='a@b' xml:lang='de'><body>x &lt; y &#x20AC; <![CDATA[ü]]></body>"
            + "<p:x xmlns:p='urn:p' p:y='z'/></message>\n <presence/></stream:stream>";

    private static final String[] PIECES = {
        "<",
        ">",
        "/>",
        "</",
        "&",
        "&amp;",
        "&x;",
        "&#x;",
        "&#xFFFF;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?",
        "?>",
        "'",
        "\"",
        "=",
        "xmlns:",
        "xmlns=''",
        "xml:",
        "<!DOCTYPE a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///'>]>",
        "\0",
        "\u00ff",
        "\r",
        "<a xmlns:p='' p:b='c'>",
        "</stream:stream>",
        "<xmlns:a/>",
        "<:a/>",
        "<a:/>",
        "%",
        "<!ELEMENT"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyEndIsOneThatWasPromised(long seed) throws Exception {
        Random random = new Random(seed);
        int whole = 0;
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = spoil(random);
            StreamParser parser = new StreamParser(new ByteArrayInputStream(bytes), new XmlLimits(5_000, 20));
            try {
                parser.readHeader();
                while (parser.readElement() != null) {
                    continue;
                }
                whole++;
            } catch (StreamException e) {
                refused++;
            } catch (EOFException e) {
                // Cut short.
            } catch (IOException | RuntimeException e) {
                throw new AssertionError(new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        assertTrue(whole > 100 && refused > 100, "whole " + whole + ", refused " + refused);
    }

    private static byte[] spoil(Random random) {
        StringBuilder text = new StringBuilder(GOOD);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
