package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Reading back at Prosody. */
@Disabled("Prosody stamps to the second: what was said within one may be read back in another order")
@NeedsPeers("prosody")
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProsodyArchiveTest extends ArchivePeerTest {

    private static final String[] USERS = {"alice", "bob", "carol", "dave", "erin", "frank"};

    private XmppPeer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = Prosody.start(folder, USERS);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    XmppPeer server() {
        return server;
    }
}
