package dev.duet.examples.peers;

import dev.duet.sandbox.wire.TcpWire;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files at Prosody. */
@NeedsPeers("prosody")
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProsodyFileTest extends FilePeerTest {

    private TcpWire wire;
    private XmppPeer server;

    @BeforeAll
    void start(@TempDir Path home) {
        int port = PeerProcess.freePort();
        wire = wireTo(port);
        server = Prosody.startWithFiles(home, port, wire.port(), "alice", "bob");
    }

    @AfterAll
    void stop() {
        server.close();
        wire.close();
    }

    @Override
    XmppPeer server() {
        return server;
    }

    @Override
    TcpWire wire() {
        return wire;
    }
}
