package dev.duet.examples.peers;

import java.net.URI;
import java.nio.file.Path;

/** A server to which accounts connect by WebSocket alone (RFC 7395). */
record OverWebSocket(XmppPeer server, URI webSocketOnly) implements XmppPeer {

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public int directTlsPort() {
        return server.directTlsPort();
    }

    @Override
    public Path authority() {
        return server.authority();
    }

    @Override
    public XmppPeer restarted() {
        return new OverWebSocket(server.restarted(), webSocketOnly);
    }

    @Override
    public void close() {
        server.close();
    }
}
