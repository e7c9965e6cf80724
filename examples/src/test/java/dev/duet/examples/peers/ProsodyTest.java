package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts at Prosody. */
@NeedsPeers("prosody")
@Tag("beside")
class ProsodyTest extends XmppPeerTest {

    @TempDir
    private static Path folder;

    private static Prosody prosody;

    @BeforeAll
    static void start() {
        prosody = Prosody.start(folder, "alice", "bob", "carol", "dave", "erin");
    }

    @AfterAll
    static void stop() {
        prosody.close();
    }

    @Override
    XmppPeer server() {
        return prosody;
    }
}
