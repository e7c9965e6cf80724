package dev.duet.sandbox.internal.xmpp.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one direction of an XML stream, element by element. Not thread-safe.
 *
 * <p>XMPP's restricted XML (RFC 6120 11.1) is all it takes: comments, processing instructions, document types and
 * entities other than the five predefined ones end the stream, and nothing outside the stream is ever fetched.
 */
public final class StreamParser {

    private final XMLInputFactory factory = factory();
    private final ChunkReader source;
    private final XmlLimits limits;
    private @Nullable XMLStreamReader reader;

    public StreamParser(InputStream in, XmlLimits limits) {
        this.source = new ChunkReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        this.limits = limits;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("no external entities");
        });
        return factory;
    }

    /**
     * Reads the opening tag of a stream, or of the one that replaces it after a restart (RFC 6120 4.3.3).
     *
     * @throws IOException when the connection broke or ended
     */
    public StreamHeader readHeader() throws IOException, StreamException {
        try {
            source.allow(limits.stanzaCharacters());
            source.skipWhitespace();
            XMLStreamReader xml = factory.createXMLStreamReader(source);
            reader = xml;
            String encoding = xml.getCharacterEncodingScheme();
            if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
                throw new StreamException(StreamCondition.UNSUPPORTED_ENCODING, "only UTF-8 (RFC 6120 11.6)");
            }
            while (next(xml) != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            return new StreamHeader(
                    orEmpty(xml.getNamespaceURI()),
                    xml.getLocalName(),
                    orEmpty(xml.getNamespaceURI("")),
                    xml.getAttributeValue("", "to"),
                    xml.getAttributeValue("", "from"),
                    xml.getAttributeValue("", "version"),
                    xml.getAttributeValue(XMLConstants.XML_NS_URI, "lang"));
        } catch (XMLStreamException e) {
            throw translated(e);
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    /**
     * Reads the next element at the top of the stream.
     *
     * @return null when the client closed its stream
     * @throws IOException when the connection broke or ended
     */
    public @Nullable Element readElement() throws IOException, StreamException {
        XMLStreamReader xml = reader;
        if (xml == null) {
            throw new IllegalStateException("the header comes first: call readHeader()");
        }
        try {
            while (true) {
                source.allow(limits.stanzaCharacters());
                switch (next(xml)) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        return element(xml);
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        return null;
                    }
                    default -> requireWhitespace(xml);
                }
            }
        } catch (XMLStreamException e) {
            throw translated(e);
        }
    }

    /** How many characters have arrived behind the last element that was read. */
    public int pending() {
        return source.pending();
    }

    private Element element(XMLStreamReader xml) throws XMLStreamException, StreamException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(xml));
        while (true) {
            switch (next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() >= limits.depth()) {
                        throw new StreamException(StreamCondition.POLICY_VIOLATION, "elements nested too deeply");
                    }
                    open.push(new Open(xml));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element done = open.pop().close();
                    Open parent = open.peek();
                    if (parent == null) {
                        return done;
                    }
                    parent.add(done);
                }
                default -> {
                    Open inside = open.peek();
                    if (inside != null) {
                        inside.text.append(xml.getText());
                    }
                }
            }
        }
    }

    /** The next event that restricted XML may have. */
    private static int next(XMLStreamReader xml) throws XMLStreamException, StreamException {
        int event = xml.next();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT,
                    XMLStreamConstants.END_ELEMENT,
                    XMLStreamConstants.CHARACTERS,
                    XMLStreamConstants.CDATA,
                    XMLStreamConstants.SPACE -> {
                return event;
            }
            case XMLStreamConstants.COMMENT,
                    XMLStreamConstants.PROCESSING_INSTRUCTION,
                    XMLStreamConstants.DTD,
                    XMLStreamConstants.ENTITY_REFERENCE ->
                throw new StreamException(StreamCondition.RESTRICTED_XML, "restricted XML (RFC 6120 11.1)");
            default -> throw new XMLStreamException("event " + event + " inside a stream");
        }
    }

    private static void requireWhitespace(XMLStreamReader xml) throws StreamException {
        if (!xml.getText().isBlank()) {
            throw new StreamException(StreamCondition.BAD_FORMAT, "text between stanzas");
        }
    }

    private StreamException translated(XMLStreamException e) throws IOException {
        Throwable cause = e.getNestedException();
        if (source.exceeded()) {
            return new StreamException(StreamCondition.POLICY_VIOLATION, "stanza too long");
        }
        if (cause instanceof CharacterCodingException) {
            return notUtf8();
        }
        if (cause instanceof IOException broken) {
            throw broken;
        }
        if (source.ended()) {
            throw new java.io.EOFException("the connection ended inside the stream");
        }
        return new StreamException(StreamCondition.NOT_WELL_FORMED, "not well-formed XML");
    }

    private static StreamException notUtf8() {
        return new StreamException(StreamCondition.UNSUPPORTED_ENCODING, "not UTF-8 (RFC 6120 11.6)");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** An element whose closing tag has not come yet. */
    private static final class Open {
        private final String namespace;
        private final String name;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Open(XMLStreamReader xml) {
            namespace = orEmpty(xml.getNamespaceURI());
            name = xml.getLocalName();
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                attributes.put(key(xml, i), xml.getAttributeValue(i));
            }
        }

        private static String key(XMLStreamReader xml, int i) {
            String namespace = orEmpty(xml.getAttributeNamespace(i));
            String name = xml.getAttributeLocalName(i);
            if (namespace.isEmpty()) {
                return name;
            }
            return namespace.equals(XMLConstants.XML_NS_URI) ? "xml:" + name : "{" + namespace + "}" + name;
        }

        void add(Element child) {
            endText();
            nodes.add(child);
        }

        Element close() {
            endText();
            return new Element(namespace, name, attributes, nodes);
        }

        private void endText() {
            if (!text.isEmpty()) {
                nodes.add(new Text(text.toString()));
                text.setLength(0);
            }
        }
    }
}
