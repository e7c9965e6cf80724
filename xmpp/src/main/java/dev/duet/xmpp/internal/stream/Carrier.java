package dev.duet.xmpp.internal.stream;

import dev.duet.model.LinkSecurity;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.net.InetAddress;
import org.jivesoftware.smack.packet.AbstractStreamOpen;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.DomainBareJid;

/**
 * What carries a stream: a connection to the server, what protects it, and how it shows where the stream and each of
 * its elements begin and end. What is said on the stream is no affair of it. Safe from any thread.
 */
interface Carrier {

    /** Begins to carry, once. */
    void start(Receiver receiver) throws IOException;

    /** Sends something after what was sent before, without blocking; false when it is closed or far behind. */
    boolean offer(Outflow.Item item);

    /** How this side opens a stream. */
    AbstractStreamOpen open(DomainBareJid to, @Nullable CharSequence from, @Nullable String id, String language);

    /** Begins TLS, once the server agreed to. Only from within {@link Receiver#element}. Blocks. */
    void startTls() throws IOException;

    /** Says that this side has nothing more to send, after all that was sent; false when it is closed. */
    boolean sayClose();

    /** The server closed the stream: says so as well, and closes the connection; false when that was done before. */
    boolean answerClose();

    /** Closes the connection in peace, when both sides have said all. May block for a moment. */
    void finish();

    /**
     * Forgets what waits to be sent, and closes the connection.
     *
     * @param condition the stream error to say before (RFC 6120 4.9.3), where that can be done; null for none
     */
    void drop(@Nullable String condition);

    /** Closes the connection, whatever happens on it. Does not block. */
    void kill();

    /** What SASL may use of the connection. */
    SaslChoice.Channel channel();

    /** What protects it. */
    LinkSecurity security(String mechanism);

    /** The local address of the connection; null when it is not known. */
    @Nullable
    InetAddress local();

    /** True unless this host has that address no more. Blocks for a moment. */
    boolean hasItsAddress();

    /** Who uses the stream. No method may block, but for what is done with the carrier; one thread at a time. */
    interface Receiver {

        /** The connection is there; the stream is to be opened. */
        void ready() throws Exception;

        /** The server opened the stream, for the first time or anew. */
        void opened(Xml header) throws Exception;

        /** An element of the stream came. */
        void element(Xml element) throws Exception;

        /** The elements that came and were not looked at yet: nothing more is to be read while there are too many. */
        Backlog backlog();

        /** The server closed the stream. */
        void closed();

        /** Nothing can be read any more. */
        void unreadable(Exception cause);

        /** Nothing can be written any more. On the thread that writes. */
        void unwritable(IOException cause);

        /** A stanza was written. On the thread that writes, in order. */
        void written(Xml stanza);

        /** Something came, be it part of an element. */
        void heard();

        /** Nothing more will be told, and no thread of the carrier is left. */
        void terminated();
    }
}
