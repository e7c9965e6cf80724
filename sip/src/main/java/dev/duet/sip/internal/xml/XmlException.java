package dev.duet.sip.internal.xml;

/** A body is not the XML that it should be. */
public final class XmlException extends Exception {

    private static final long serialVersionUID = 1L;

    /** An exception with what is wrong. */
    public XmlException(String message) {
        super(message);
    }
}
