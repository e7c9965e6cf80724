package dev.duet.examples.peers;

import java.nio.file.Path;

/** Files at Ejabberd. */
@NeedsPeers({"ejabberdctl", "erl"})
class EjabberdFileTest extends FilePeerTest {

    @Override
    XmppPeer start(Path home) {
        int port = PeerProcess.freePort();
        int through = wireTo(port);
        return Ejabberd.startWithFiles(home, port, through, "alice", "bob");
    }

    @Override
    boolean takesEmptyFiles() {
        return false;
    }
}
