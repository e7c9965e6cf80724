package dev.duet.sip.internal.xml;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML bodies: no document type, no entities, nothing from outside, bounded in size and depth. */
public final class XmlBody {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_ELEMENTS = 4096;
    private static final int MOST_DEPTH = 32;

    private XmlBody() {}

    /** The root of a document. */
    public static Element read(byte[] body) throws MalformedBody {
        if (body.length > MOST_BYTES) {
            throw new MalformedBody("An XML body of " + body.length + " bytes is too large");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(body));
            try {
                while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    if (reader.getEventType() == XMLStreamConstants.DTD) {
                        throw new MalformedBody("A document type is not allowed");
                    }
                }
                Element root = element(reader, 1, new int[] {MOST_ELEMENTS});
                while (reader.hasNext()) {
                    reader.next(); // what follows the root must be well-formed, too
                }
                return root;
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new MalformedBody("Not well-formed XML", e);
        }
    }

    private static Element element(XMLStreamReader reader, int depth, int[] left)
            throws XMLStreamException, MalformedBody {
        if (depth > MOST_DEPTH || --left[0] < 0) {
            throw new MalformedBody("An XML body with so many elements is not read");
        }
        String namespace = reader.getNamespaceURI();
        Element element = new Element(namespace == null ? "" : namespace, reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeNamespace(i) == null
                    || reader.getAttributeNamespace(i).isEmpty()) {
                element.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                element.child(element(reader, depth + 1, left));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                element.text(reader.getText());
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new MalformedBody("Entities are not allowed");
            }
        }
        return element;
    }

    /** Text for an element or a quoted attribute; what XML cannot hold is left out. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                default -> {
                    boolean allowed = c == '\t'
                            || c == '\n'
                            || c == '\r'
                            || c >= 0x20 && c <= 0xD7FF
                            || c >= 0xE000 && c <= 0xFFFD
                            || c >= 0x10000;
                    if (allowed) {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }
}
