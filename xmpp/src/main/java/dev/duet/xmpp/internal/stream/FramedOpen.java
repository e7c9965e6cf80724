package dev.duet.xmpp.internal.stream;

import org.jivesoftware.smack.packet.AbstractStreamOpen;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.XmlStringBuilder;
import org.jspecify.annotations.Nullable;

/** How a stream is opened where each element is a message of its own (RFC 7395 3.4). */
final class FramedOpen extends AbstractStreamOpen {

    static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

    FramedOpen(CharSequence to, @Nullable CharSequence from, @Nullable String id, String language) {
        super(to, from, id, language);
    }

    @Override
    public String getNamespace() {
        return FRAMING;
    }

    @Override
    public String getElementName() {
        return "open";
    }

    @Override
    public XmlStringBuilder toXML(XmlEnvironment outer) {
        XmlStringBuilder xml = new XmlStringBuilder(this);
        addCommonAttributes(xml);
        xml.closeEmptyElement();
        return xml;
    }
}
