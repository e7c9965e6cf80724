package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;

/** Reads one element whole from a parser that stands at its start, and leaves the parser at its end. */
final class TreeReader {

    private static final int MAX_DEPTH = 64;

    private TreeReader() {}

    static Xml read(XmlPullParser parser) throws XmlPullParserException, IOException {
        return read(parser, 1);
    }

    private static Xml read(XmlPullParser parser, int depth) throws XmlPullParserException, IOException {
        if (depth > MAX_DEPTH) {
            throw new XmlLimitException("A stanza is nested deeper than " + MAX_DEPTH + " elements");
        }
        String namespace = parser.getNamespace();
        Xml.Builder element = Xml.element(parser.getName(), namespace == null ? "" : namespace);
        for (int i = 0; i < parser.getAttributeCount(); i++) {
            String prefix = parser.getAttributePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                element.attribute(parser.getAttributeName(i), parser.getAttributeValue(i));
            } else if (prefix.equals("xml")) {
                element.attribute("xml:" + parser.getAttributeName(i), parser.getAttributeValue(i));
            }
        }
        while (true) {
            XmlPullParser.Event event = parser.next();
            switch (event) {
                case START_ELEMENT -> element.add(read(parser, depth + 1));
                case TEXT_CHARACTERS -> element.text(parser.getText());
                case END_ELEMENT -> {
                    return element.build();
                }
                case END_DOCUMENT -> throw new IOException("The stream ended inside a stanza");
                default -> {
                    // comments and the like mean nothing in XMPP (RFC 6120 11.1)
                }
            }
        }
    }
}
