package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Reading back at the sandbox's server. */
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxArchiveTest extends ArchivePeerTest {

    private static final String[] USERS = {"alice", "bob", "carol", "dave", "erin", "frank"};

    private XmppPeer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = SandboxXmpp.startWithArchives(folder, USERS);
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
