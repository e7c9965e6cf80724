package dev.duet.sandbox.internal.xmpp.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamParserTest {

    private static final String OPEN = "<?xml version='1.0'?><stream:stream to='example.org' version='1.0'"
            + " xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    private static final XmlLimits LIMITS = new XmlLimits(2_000, 10);

    private static StreamParser on(String text) {
        return new StreamParser(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), LIMITS);
    }

    private static StreamCondition conditionOf(String afterHeader) {
        StreamParser parser = on(OPEN + afterHeader);
        return assertThrows(StreamException.class, () -> {
                    parser.readHeader();
                    while (parser.readElement() != null) {
                        continue;
                    }
                })
                .condition();
    }

    @Test
    void theHeaderIsReadBeforeAnythingElseHasArrived() throws Exception {
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            out.write(OPEN.getBytes(StandardCharsets.UTF_8));
            StreamHeader header = new StreamParser(in, LIMITS).readHeader();
            assertEquals(
                    new StreamHeader(XmlWriter.STREAMS, "stream", "jabber:client", "example.org", null, "1.0", "en"),
                    header);
        }
    }

    @Test
    void aStanzaIsReadBeforeAnythingElseHasArrived() throws Exception {
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            StreamParser parser = new StreamParser(in, LIMITS);
            out.write((OPEN + "<presence/>").getBytes(StandardCharsets.UTF_8));
            parser.readHeader();
            assertEquals(Element.of("jabber:client", "presence"), parser.readElement());
            out.write("<message><body>a&lt;b</body></message>".getBytes(StandardCharsets.UTF_8));
            Element message = parser.readElement();
            assertNotNull(message);
            assertEquals(
                    "a<b", message.child("jabber:client", "body").orElseThrow().text());
        }
    }

    @Test
    void everySplitOfTheBytesGivesTheSameElements() throws Exception {
        String text = OPEN + " <iq type='get' id='ü1'><q xmlns='x:y' xml:lang='de' p:a='1' xmlns:p='u:v'>"
                + "t<![CDATA[<&]]>u</q></iq>\n<presence/></stream:stream>";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Element expected = Element.of("jabber:client", "iq")
                .with("type", "get")
                .with("id", "ü1")
                .with(Element.of("x:y", "q")
                        .with("xml:lang", "de")
                        .with("{u:v}a", "1")
                        .withText("t<&u"));
        for (int size = 1; size < bytes.length; size++) {
            StreamParser parser = new StreamParser(new Trickle(bytes, size), LIMITS);
            parser.readHeader();
            assertEquals(expected, parser.readElement(), "in pieces of " + size);
            assertEquals(Element.of("jabber:client", "presence"), parser.readElement());
            assertNull(parser.readElement());
        }
    }

    @Test
    void aStreamCanBeRestartedOnTheSameBytes() throws Exception {
        StreamParser parser = on(OPEN + "<auth xmlns='urn:x'>AA==</auth>" + OPEN + "<presence/>");
        parser.readHeader();
        assertEquals(Element.of("urn:x", "auth").withText("AA=="), parser.readElement());
        assertTrue(parser.pending() > 0);
        assertEquals("example.org", parser.readHeader().to());
        assertEquals(Element.of("jabber:client", "presence"), parser.readElement());
    }

    @Test
    void writtenElementsAreReadBackEqual() throws Exception {
        Element element = Element.of("jabber:client", "message")
                .with("to", "a'b\"<>&@example.org")
                .with("{urn:z}odd", "é\n\t")
                .with(Element.of("jabber:client", "body").withText("1 < 2 && ']]>' \r\n \uD83D\uDE00"))
                .with(Element.of("urn:x", "outer").with(Element.of("jabber:client", "message")));
        StreamParser parser = on(OPEN + XmlWriter.write(element, "jabber:client"));
        parser.readHeader();
        Element read = parser.readElement();
        assertNotNull(read);
        // XML 1.0 3.3.3 turns white space in attributes into spaces.
        assertEquals(element.with("{urn:z}odd", "é  "), read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a></b>",
                "<a><b></a>",
                "<a",
                "<a b=1/>",
                "<a b='1' b='2'/>",
                "<a b='<'/>",
                "<x:a/>",
                "&",
                "<a>&#0;</a>",
                "<a>\u0001</a>",
                "<1/>",
                "<a>]]></a>"
            })
    void whatIsNotWellFormedIsSaidToBe(String text) {
        assertEquals(StreamCondition.NOT_WELL_FORMED, conditionOf(text + "<c/>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- hello -->", "<?php x?>", "<a><!-- --></a>", "<a><?b c?></a>"})
    void commentsAndProcessingInstructionsAreRestrictedXml(String text) {
        assertEquals(StreamCondition.RESTRICTED_XML, conditionOf(text + "<c/>"));
    }

    @Test
    void textBetweenStanzasIsBadFormat() {
        assertEquals(StreamCondition.BAD_FORMAT, conditionOf("<a/> hello <b/>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE s [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>",
                "<!DOCTYPE s SYSTEM 'file:///etc/passwd'>",
                "<!DOCTYPE s SYSTEM 'http://127.0.0.1:1/x.dtd'>",
                "<!DOCTYPE s [<!ENTITY % e SYSTEM 'file:///etc/passwd'> %e;]>"
            })
    void aDocumentTypeIsRestrictedXml(String type) {
        StreamParser parser = on(type + "<s>&a;</s>");
        assertEquals(
                StreamCondition.RESTRICTED_XML,
                assertThrows(StreamException.class, parser::readHeader).condition());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>&b;</a>", "<a b='&c;'/>"})
    void anUndeclaredEntityEndsTheStream(String text) {
        StreamCondition condition = conditionOf(text);
        assertTrue(
                condition == StreamCondition.RESTRICTED_XML || condition == StreamCondition.NOT_WELL_FORMED,
                condition::wire);
    }

    @Test
    void tooDeepIsAPolicyViolation() {
        assertEquals(StreamCondition.POLICY_VIOLATION, conditionOf("<a>".repeat(11)));
    }

    @ParameterizedTest
    @CsvSource({"<a>|x|</a>", "<a b='|x|'/>", "<a>|<b/>|</a>"})
    void tooLongIsAPolicyViolationWhereverItIsLong(String shape) {
        String[] parts = shape.split("\\|");
        assertEquals(StreamCondition.POLICY_VIOLATION, conditionOf(parts[0] + parts[1].repeat(3_000) + parts[2]));
    }

    @Test
    void anEndlessNameEndsTheStream() {
        conditionOf("<" + "x".repeat(3_000) + "/>");
        conditionOf("<a " + "x".repeat(3_000) + "='1'/>");
    }

    @Test
    void manyStanzasMayTogetherBeLongerThanTheLimit() throws Exception {
        StreamParser parser = on(OPEN + ("<a>" + "x".repeat(1_000) + "</a>\n").repeat(50) + "</stream:stream>");
        parser.readHeader();
        int count = 0;
        while (parser.readElement() != null) {
            count++;
        }
        assertEquals(50, count);
    }

    @Test
    void anotherEncodingIsUnsupported() {
        StreamParser declared = on(OPEN.replace("version='1.0'?", "version='1.0' encoding='ISO-8859-1'?"));
        assertEquals(
                StreamCondition.UNSUPPORTED_ENCODING,
                assertThrows(StreamException.class, declared::readHeader).condition());
        StreamParser broken = new StreamParser(
                new ByteArrayInputStream((OPEN + "<a>\u00e9</a>").getBytes(StandardCharsets.ISO_8859_1)), LIMITS);
        assertEquals(
                StreamCondition.UNSUPPORTED_ENCODING,
                assertThrows(StreamException.class, () -> {
                            broken.readHeader();
                            broken.readElement();
                        })
                        .condition());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<pres", "<presence>", "<message><body>x"})
    void anEndWithoutClosingTagIsABrokenConnectionNotAnXmlError(String rest) throws Exception {
        StreamParser parser = on(OPEN + rest);
        parser.readHeader();
        assertThrows(EOFException.class, parser::readElement);
    }

    @Test
    void anEmptyConnectionIsABrokenConnection() {
        assertThrows(EOFException.class, on("")::readHeader);
        assertThrows(EOFException.class, on("  \n")::readHeader);
    }

    /** Gives the bytes in pieces of a fixed size. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream bytes;
        private final int size;

        Trickle(byte[] bytes, int size) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.size = size;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return bytes.read(target, offset, Math.min(length, size));
        }
    }
}
