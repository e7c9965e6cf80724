package dev.duet.examples.peers;

import java.nio.file.Path;

/** Files at Prosody. */
@NeedsPeers("prosody")
class ProsodyFileTest extends FilePeerTest {

    @Override
    XmppPeer start(Path home) {
        int port = PeerProcess.freePort();
        int through = wireTo(port);
        return Prosody.startWithFiles(home, port, through, "alice", "bob");
    }
}
