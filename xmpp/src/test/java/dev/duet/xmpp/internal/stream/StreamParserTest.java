package dev.duet.xmpp.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.StringReader;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StreamParserTest {

    private static StreamParser parser(String content) throws XMLStreamException, IOException {
        StreamParser parser = new StreamParser(new StringReader("<?xml version='1.0'?><s id='7'>" + content));
        assertEquals(Xml.element("s", "").attribute("id", "7").build(), parser.header());
        return parser;
    }

    private static Xml read(String text) throws XMLStreamException, IOException {
        return parser(text).element();
    }

    @Test
    void readsNamespacesAttributesTextAndChildren() throws Exception {
        Xml read = read("<m xmlns='c' xmlns:p='q' a='1' p:b='2' xml:lang='de'>t<!-- no --><p:k/>u<d xmlns='e'/></m>");
        assertEquals(
                Xml.element("m", "c")
                        .attribute("a", "1")
                        .attribute("xml:lang", "de")
                        .text("tu")
                        .add(Xml.empty("k", "q"))
                        .add(Xml.empty("d", "e"))
                        .build(),
                read);
    }

    @Test
    void goesThroughAStreamToItsEnd() throws Exception {
        StreamParser parser = parser(" <a/>\n \n<b>t</b> </s>");
        assertEquals(Xml.empty("a", ""), parser.element());
        assertEquals(Xml.element("b", "").text("t").build(), parser.element());
        assertNull(parser.element());
    }

    @Test
    void leavesOutWhatIsNestedTooDeepAndGoesOn() throws Exception {
        StreamParser parser = parser("<a>".repeat(5_000) + "x" + "</a>".repeat(5_000) + "<b/>");
        Xml deep = parser.element();
        int depth = 0;
        for (Xml next = deep; next != null; next = next.child("a", "")) {
            depth++;
        }
        assertEquals(64, depth);
        assertEquals(Xml.empty("b", ""), parser.element());
    }

    @Test
    void takesNamesAndAttributesAsLongAndAsManyAsTheyAre() throws Exception {
        String name = "n".repeat(5_000);
        assertEquals(Xml.empty(name, name), read("<" + name + " xmlns='" + name + "'/>"));
        StringBuilder many = new StringBuilder("<a");
        IntStream.range(0, 20_000).forEach(i -> many.append(" a").append(i).append("=''"));
        assertEquals(20_000, read(many.append("/>").toString()).attributes().size());
    }

    @Test
    void saysWhenTheStreamBreaksOff() {
        assertThrows(Exception.class, () -> read("<a><b>"));
        assertThrows(XMLStreamException.class, () -> read("<a></b>"));
    }

    @Test
    void doesNotExpandEntities() throws Exception {
        StreamParser parser = new StreamParser(new StringReader("<!DOCTYPE a [<!ENTITY e 'boom'>]><a>&e;</a>"));
        assertThrows(XMLStreamException.class, parser::header);
        assertThrows(XMLStreamException.class, () -> read("<a>&e;</a>"));
    }

    @Property(tries = 300)
    void readsWhatWasWritten(@ForAll("elements") Xml element) throws Exception {
        assertEquals(element, read(element.toString()));
    }

    @Provide
    Arbitrary<Xml> elements() {
        return elements(3);
    }

    private Arbitrary<Xml> elements(int depth) {
        Arbitrary<String> names =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(5);
        Arbitrary<String> namespaces = Arbitraries.of("", "jabber:client", "urn:x'<&");
        Arbitrary<String> values =
                Arbitraries.strings().withCharRange(' ', '\uD7FF').ofMaxLength(10);
        Arbitrary<Xml> leaves = Combinators.combine(names, namespaces, values, values)
                .as((name, namespace, attribute, text) -> Xml.element(name, namespace)
                        .attribute("v", attribute)
                        .text(text)
                        .build());
        if (depth == 0) {
            return leaves;
        }
        return Combinators.combine(names, namespaces, elements(depth - 1).list().ofMaxSize(3))
                .as((name, namespace, children) ->
                        Xml.element(name, namespace).addAll(children).build());
    }
}
