package dev.duet.sip.internal.xml;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element.
 *
 * @param namespace its namespace; empty for none
 * @param name its local name
 * @param attributes those without a namespace
 * @param children its child elements
 * @param text its own text
 */
public record XmlElement(
        String namespace, String name, Map<String, String> attributes, List<XmlElement> children, String text) {

    private static final int MAX_BYTES = 65_536;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 2000;

    /**
     * Reads a document.
     *
     * @throws XmlException when it is not well-formed, has a document type, or is too large
     */
    public static XmlElement parse(byte[] document) throws XmlException {
        if (document.length > MAX_BYTES) {
            throw new XmlException("more than " + MAX_BYTES + " bytes");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return document(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            throw new XmlException("not well-formed");
        }
    }

    private static XmlElement document(XMLStreamReader reader) throws XMLStreamException, XmlException {
        int[] count = {0};
        XmlElement root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new XmlException("a document type");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                root = element(reader, 1, count);
            }
        }
        if (root == null) {
            throw new XmlException("empty");
        }
        return root;
    }

    private static XmlElement element(XMLStreamReader reader, int depth, int[] count)
            throws XMLStreamException, XmlException {
        if (depth > MAX_DEPTH || ++count[0] > MAX_ELEMENTS) {
            throw new XmlException("too many elements");
        }
        String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        String name = reader.getLocalName();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeNamespace(i) == null
                    || reader.getAttributeNamespace(i).isEmpty()) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1, count));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XmlException("an entity");
                default -> {} // comments and processing instructions
            }
        }
        return new XmlElement(
                namespace, name, attributes, children, text.toString().strip());
    }

    /** True for the element by that name. */
    public boolean is(String wantedNamespace, String wantedName) {
        return namespace.equals(wantedNamespace) && name.equals(wantedName);
    }

    /** The first child by that name. */
    public Optional<XmlElement> child(String wantedNamespace, String wantedName) {
        return children.stream().filter(c -> c.is(wantedNamespace, wantedName)).findFirst();
    }

    /** All children by that name. */
    public List<XmlElement> all(String wantedNamespace, String wantedName) {
        return children.stream().filter(c -> c.is(wantedNamespace, wantedName)).toList();
    }

    /** An attribute; empty when there is none. */
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** Text as it may stand in an element or a quoted attribute; characters that XML has not are left out. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    boolean allowed = c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
                    if (allowed || c == '\t' || c == '\n' || c == '\r') {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }
}
