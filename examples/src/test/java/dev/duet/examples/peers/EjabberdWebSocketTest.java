package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts at ejabberd, by WebSocket. */
@NeedsPeers({"ejabberdctl", "erl", "sqlite3"})
@Tag("beside")
class EjabberdWebSocketTest extends WebSocketPeerTest {

    @TempDir
    private static Path folder;

    private static OverWebSocket server;

    @BeforeAll
    static void start() {
        server = Ejabberd.startWithWebSocket(folder, "alice", "bob", "carol", "dave", "erin");
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
