package dev.duet.examples.peers;

import dev.duet.sandbox.wire.TcpWire;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files at the sandbox's server. */
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxFileTest extends FilePeerTest {

    private TcpWire wire;
    private XmppPeer server;

    @BeforeAll
    void start(@TempDir Path home) {
        SandboxXmpp started = SandboxXmpp.startWithFiles(home, "alice", "bob");
        wire = wireTo(started.sandbox().xmpp().files().port());
        started.sandbox().xmpp().files().via(wire.port());
        server = started;
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
