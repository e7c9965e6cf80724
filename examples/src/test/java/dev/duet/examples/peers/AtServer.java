package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests at an XMPP server that is started once for all of them. */
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AtServer {

    private XmppPeer server;

    /** Starts it, with a folder of its own. */
    abstract XmppPeer start(Path home);

    @BeforeAll
    void startServer(@TempDir Path home) {
        server = start(home);
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    XmppPeer server() {
        return server;
    }
}
