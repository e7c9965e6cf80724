package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Takes a stream apart (RFC 6120 4): its header, then element by element. What others send must not end the stream as
 * long as it is XML: names and attributes may be as long and as many as a stanza may be long, and what is nested too
 * deep is left out.
 */
final class StreamParser {

    private static final int MAX_DEPTH = 64;
    /** The JDK's own limits are for documents of strangers, and end the whole stream; each JDK has others. */
    private static final List<String> LIMITS =
            List.of("jdk.xml.maxXMLNameLimit", "jdk.xml.elementAttributeLimit", "jdk.xml.maxElementDepth");

    private final XMLStreamReader reader;

    /** A parser for what comes from there, at its beginning. */
    StreamParser(Reader in) throws XMLStreamException {
        this(factory(), in);
    }

    private StreamParser(XMLInputFactory factory, Reader in) throws XMLStreamException {
        reader = factory.createXMLStreamReader(in);
    }

    /** What makes parsers; one thread at a time may use it. */
    static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        LIMITS.forEach(limit -> factory.setProperty(limit, Integer.toString(Integer.MAX_VALUE)));
        return factory;
    }

    /**
     * Reads an element that stands alone.
     *
     * @throws XMLStreamException when there is more, or less, or it is not XML
     */
    static Xml whole(XMLInputFactory factory, String text) throws XMLStreamException {
        StreamParser parser = new StreamParser(factory, new StringReader(text));
        try {
            while (parser.next() != XMLStreamConstants.START_ELEMENT) {
                // a declaration
            }
            Xml element = parser.element(1);
            while (parser.reader.next() != XMLStreamConstants.END_DOCUMENT) {
                // anything but white space and comments is not well-formed
            }
            return element;
        } catch (IOException e) {
            throw new XMLStreamException("Not a whole element", e);
        }
    }

    /** Reads the root's opening tag, without its content. Blocks until it is there. */
    Xml header() throws XMLStreamException, IOException {
        while (next() != XMLStreamConstants.START_ELEMENT) {
            // a declaration, or white space
        }
        return begin().build();
    }

    /** Reads the next element below the root; null when the root is closed. Blocks until it is complete. */
    @Nullable
    Xml element() throws XMLStreamException, IOException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return element(1);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return null;
                }
                default -> {
                    // white space that keeps connections open (RFC 6120 4.6.1)
                }
            }
        }
    }

    private Xml element(int depth) throws XMLStreamException, IOException {
        Xml.Builder element = begin();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (depth < MAX_DEPTH) {
                        element.add(element(depth + 1));
                    } else {
                        leaveOut();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> element.text(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return element.build();
                }
                default -> {
                    // comments and the like mean nothing in XMPP (RFC 6120 11.1)
                }
            }
        }
    }

    private Xml.Builder begin() {
        String namespace = reader.getNamespaceURI();
        Xml.Builder element = Xml.element(reader.getLocalName(), namespace == null ? "" : namespace);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                element.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            } else if (prefix.equals("xml")) {
                element.attribute("xml:" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        return element;
    }

    private void leaveOut() throws XMLStreamException, IOException {
        for (int open = 1; open > 0; ) {
            int event = next();
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private int next() throws XMLStreamException, IOException {
        int event = reader.next();
        if (event == XMLStreamConstants.END_DOCUMENT) {
            throw new IOException("closed without a word");
        }
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new XMLStreamException("What XMPP forbids (RFC 6120 11.1)", reader.getLocation());
        }
        return event;
    }
}
