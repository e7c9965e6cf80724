package dev.duet.examples.peers;

import java.net.URI;
import java.nio.file.Path;

/** stanza at ejabberd. */
@NeedsPeers({"chromium", "ejabberdctl", "erl", "node", "npm"})
class EjabberdStanzaTest extends StanzaPeerTest {

    @Override
    XmppPeer start(Path home) {
        int port = PeerProcess.freePort();
        return Ejabberd.startWithFiles(home, port, port, USERS);
    }

    @Override
    URI webSocket() {
        return ((Ejabberd) server()).webSocket();
    }
}
