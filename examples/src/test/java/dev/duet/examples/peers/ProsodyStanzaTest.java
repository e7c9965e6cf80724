package dev.duet.examples.peers;

import java.net.URI;
import java.nio.file.Path;

/** stanza at Prosody. */
@NeedsPeers({"chromium", "prosody", "node", "npm"})
class ProsodyStanzaTest extends StanzaPeerTest {

    @Override
    XmppPeer start(Path home) {
        int port = PeerProcess.freePort();
        return Prosody.startWithFiles(home, port, port, USERS);
    }

    @Override
    URI webSocket() {
        return ((Prosody) server()).webSocket();
    }
}
