package dev.duet.examples.peers;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A real XMPP server of {@code xmpp.test}; every user's password is {@code secret}. */
interface XmppPeer extends AutoCloseable {

    String DOMAIN = "xmpp.test";
    String PASSWORD = "secret";

    default String domain() {
        return DOMAIN;
    }

    /** STARTTLS. */
    int port();

    /** TLS from the first byte. */
    int directTlsPort();

    /** Where clients connect by WebSocket, and in no other way; null where they do by TCP. */
    default @Nullable URI webSocketOnly() {
        return null;
    }

    /** The PEM file of the authority that issued its certificate. */
    Path authority();

    /** Ends it and starts it again, at the same ports and with all that it stored. */
    XmppPeer restarted();

    @Override
    void close();
}
