package dev.duet.examples.peers;

import java.nio.file.Path;

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

    /** The PEM file of the authority that issued its certificate. */
    Path authority();

    /** Ends it and starts it again, at the same ports and with all that it stored. */
    XmppPeer restarted();

    @Override
    void close();
}
