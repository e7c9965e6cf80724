package dev.duet.sandbox.internal.xmpp.session;

import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.StreamCondition;

/** The way back to one client. None of it blocks. */
public interface Outlet {

    void send(Element stanza);

    /** Ends the stream with an error. */
    void fail(StreamCondition condition, String text);

    /** Ends the connection without a word. */
    void cut();
}
