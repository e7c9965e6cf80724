package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/** What happens on a stream. No method may block. */
interface StreamListener {

    /**
     * A stanza came, or an element of stream management. On the reading thread, in order.
     *
     * @param looked to be run when it was looked at: with too many that were not, nothing more is read
     */
    void stanza(Xml stanza, Runnable looked);

    /** A stanza of ours was written to the connection. On the writing thread, in order. */
    void written(Xml stanza);

    /**
     * The stream ended. Told once, on any thread.
     *
     * @param cause why; null when the server closed it politely, or we did
     */
    void ended(@Nullable Exception cause);

    /** The reading and the writing thread have ended. */
    void terminated();
}
