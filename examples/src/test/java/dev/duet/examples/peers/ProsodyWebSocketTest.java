package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts at Prosody, by WebSocket. */
@NeedsPeers("prosody")
@Tag("beside")
class ProsodyWebSocketTest extends WebSocketPeerTest {

    @TempDir
    private static Path folder;

    private static OverWebSocket server;

    @BeforeAll
    static void start() {
        server = Prosody.startWithWebSocket(folder, "alice", "bob", "carol", "dave", "erin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    XmppPeer server() {
        return server;
    }
}
