package dev.duet.sip.internal.transport;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig;
import java.net.InetSocketAddress;

/** A socket that SIP messages travel over. Its threads are daemons, and gone after {@link #close()}. */
public interface Wire {

    /** The transport. */
    SipConfig.Transport transport();

    /** The local address; known once the wire is open. */
    InetSocketAddress local();

    /** Sends a message. From any thread; does not block. Errors end a stream, and are logged for a datagram. */
    void send(byte[] message, InetSocketAddress to);

    /** Sends a keep-alive (RFC 5626 3.5.1, RFC 7118 6). From any thread; does not block. */
    void ping(InetSocketAddress to);

    /**
     * How often something came that was whole: a message, a ping, the answer to one. Always 0 for a datagram socket,
     * which anybody may write to. From any thread.
     */
    default long heard() {
        return 0;
    }

    /** Closes the socket, without {@link Listener#closed}. Does nothing the second time. */
    void close();

    /** The facts of a wire; called on the wire's own threads. */
    interface Listener {

        /** The wire can be used. Told once. */
        void opened(TlsFacts tls);

        /** A whole message came, as it was on the wire. */
        void received(byte[] message, InetSocketAddress from);

        /** The wire could not be opened, or broke. Told once and last. */
        void closed(Failure failure);
    }

    /**
     * What protects a wire.
     *
     * @param version for example {@code TLSv1.3}; empty without TLS
     * @param cipher the cipher suite; empty without TLS
     */
    record TlsFacts(String version, String cipher) {

        /** No protection. */
        public static final TlsFacts NONE = new TlsFacts("", "");
    }
}
