package dev.duet.xmpp.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.StringReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.junit.jupiter.api.Test;

class TreeReaderTest {

    private static Xml read(String text) throws XmlPullParserException, IOException {
        XmlPullParser parser = SmackXmlParser.newXmlParser(new StringReader(text));
        while (parser.next() != XmlPullParser.Event.START_ELEMENT) {
            // until the element begins
        }
        return TreeReader.read(parser);
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
    void refusesWhatIsNestedTooDeep() {
        String deep = "<a>".repeat(100) + "</a>".repeat(100);
        assertThrows(XmlLimitException.class, () -> read(deep));
    }

    @Test
    void doesNotExpandEntities() {
        assertThrows(XmlPullParserException.class, () -> read("<!DOCTYPE a [<!ENTITY e 'boom'>]><a>&e;</a>"));
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
