package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.xml.Xml;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.XmlEnvironment;

/** Our stanza in Smack's outgoing queue. */
final class RawStanza extends Stanza {

    private final Xml xml;

    RawStanza(Xml xml) {
        this.xml = xml;
    }

    Xml xml() {
        return xml;
    }

    @Override
    public String getElementName() {
        return xml.name();
    }

    @Override
    public CharSequence toXML(XmlEnvironment enclosing) {
        return xml.write(Xml.CLIENT);
    }

    @Override
    public String toString() {
        return xml.name() + " stanza"; // Smack may log this: nothing of what people write
    }
}
