package dev.duet.sandbox.internal.sip.event;

import dev.duet.sandbox.internal.sip.message.SipFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSOutput;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** PIDF and dialog-info as XML: what clients publish, and what watchers are sent. Not thread-safe. */
final class EventDocument {

    private static final String MAX_DEPTH = "32";

    private final EventPackage eventPackage;
    private final Document document;

    private EventDocument(EventPackage eventPackage, Document document) {
        this.eventPackage = eventPackage;
        this.document = document;
    }

    /** Reads a published body, and refuses it unless it is the package's document. */
    static EventDocument parse(EventPackage eventPackage, byte[] body) {
        try {
            EventDocument parsed = new EventDocument(eventPackage, builder().parse(new ByteArrayInputStream(body)));
            parsed.check();
            return parsed;
        } catch (SAXException | IOException e) {
            throw new SipFormatException("not well-formed XML: " + e.getMessage());
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            // Nodes made late keep tables of some kilobytes, for documents of some hundred bytes.
            factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
            factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Throwing());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check() {
        Element root = document.getDocumentElement();
        boolean right = eventPackage.root().equals(root.getLocalName())
                && eventPackage.namespace().equals(root.getNamespaceURI());
        if (!right) {
            throw new SipFormatException("the document is no " + eventPackage.root());
        }
        if (root.getAttribute("entity").isEmpty()) {
            throw new SipFormatException(eventPackage.root() + " has no entity");
        }
        for (Element child : children(root)) {
            if (isOwn(child, "tuple")) {
                checkTuple(child);
            }
            if (isOwn(child, "dialog") && child.getAttribute("id").isEmpty()) {
                throw new SipFormatException("a dialog has no id");
            }
        }
    }

    /** RFC 3863 4.1.2. */
    private void checkTuple(Element tuple) {
        if (tuple.getAttribute("id").isEmpty()) {
            throw new SipFormatException("a tuple has no id");
        }
        List<Element> status =
                children(tuple).stream().filter(c -> isOwn(c, "status")).toList();
        if (status.size() != 1) {
            throw new SipFormatException("a tuple needs one status");
        }
        for (Element basic : children(status.get(0))) {
            String text = basic.getTextContent();
            if (isOwn(basic, "basic") && !text.equals("open") && !text.equals("closed")) {
                throw new SipFormatException("basic is neither open nor closed");
            }
        }
    }

    private boolean isOwn(Element element, String name) {
        return name.equals(element.getLocalName()) && eventPackage.namespace().equals(element.getNamespaceURI());
    }

    private static List<Element> children(Element parent) {
        List<Element> list = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element element) {
                list.add(element);
            }
        }
        return list;
    }

    /** An empty document about somebody. */
    static EventDocument about(EventPackage eventPackage, String entity) {
        Document document = builder().newDocument();
        Element root = document.createElementNS(eventPackage.namespace(), eventPackage.root());
        root.setAttribute("entity", entity);
        document.appendChild(root);
        return new EventDocument(eventPackage, document);
    }

    EventDocument attribute(String name, String value) {
        document.getDocumentElement().setAttribute(name, value);
        return this;
    }

    /** Takes over what another document says; of equal ids the later ones get new names. */
    void addAll(EventDocument other) {
        Set<String> ids = new HashSet<>();
        children(document.getDocumentElement()).forEach(c -> ids.add(c.getAttribute("id")));
        for (Element child : children(other.document.getDocumentElement())) {
            Element copy = (Element) document.importNode(child, true);
            String id = copy.getAttribute("id");
            if (!id.isEmpty()) {
                String unique = id;
                int number = 2;
                while (!ids.add(unique)) {
                    unique = id + '-' + number;
                    number++;
                }
                copy.setAttribute("id", unique);
            }
            document.getDocumentElement().appendChild(copy);
        }
    }

    /** Adds an element under the root. */
    Builder add(String name) {
        return new Builder(document.getDocumentElement()).add(name);
    }

    boolean isEmpty() {
        return children(document.getDocumentElement()).isEmpty();
    }

    byte[] bytes() {
        DOMImplementationLS implementation =
                (DOMImplementationLS) document.getImplementation().getFeature("LS", "3.0");
        LSOutput output = implementation.createLSOutput();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        output.setByteStream(bytes);
        output.setEncoding("UTF-8");
        implementation.createLSSerializer().write(document, output);
        return bytes.toByteArray();
    }

    /** Writes elements of the package's own namespace. */
    final class Builder {

        private final Element element;

        private Builder(Element element) {
            this.element = element;
        }

        Builder add(String name) {
            Element child = document.createElementNS(eventPackage.namespace(), name);
            element.appendChild(child);
            return new Builder(child);
        }

        Builder attribute(String name, String value) {
            element.setAttribute(name, value);
            return this;
        }

        Builder text(String text) {
            element.setTextContent(text);
            return this;
        }
    }

    /** Keeps the parser from writing to standard error. */
    private static final class Throwing implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // A warning is no fault.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
