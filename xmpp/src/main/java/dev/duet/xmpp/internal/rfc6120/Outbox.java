package dev.duet.xmpp.internal.rfc6120;

import dev.duet.xmpp.internal.xml.Xml;

/** Where stanzas go to leave. */
@FunctionalInterface
public interface Outbox {

    /**
     * Sends a stanza after those before it. Never blocks.
     *
     * @return false when there is no connection to send it on
     */
    boolean send(Xml stanza);
}
