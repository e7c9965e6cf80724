package dev.duet.xmpp.internal.jingle;

import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Elements from text, with the white space between them left out. */
public final class XmlText {

    private XmlText() {}

    /** The element of a text. */
    public static Xml parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return of(factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String resource(String name) {
        try (InputStream in = XmlText.class.getResourceAsStream("/jingle/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Xml of(Element element) {
        String namespace = element.getNamespaceURI();
        Xml.Builder builder = Xml.element(element.getLocalName(), namespace == null ? "" : namespace);
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            if (!attribute.getNodeName().startsWith("xmlns")) {
                builder.attribute(attribute.getNodeName(), attribute.getNodeValue());
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                builder.add(of(inner));
            } else if (child.getNodeType() == Node.TEXT_NODE) {
                builder.text(child.getNodeValue().strip());
            }
        }
        return builder.build();
    }
}
