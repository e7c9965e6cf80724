package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Two people in a room at Prosody. */
@NeedsPeers("prosody")
@Tag("beside")
class ProsodyRoomTest extends RoomPeerTest {

    @TempDir
    private static Path folder;

    private static XmppPeer server;

    @BeforeAll
    static void start() {
        server = Prosody.start(folder, "alice", "bob");
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
