package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Services of ejabberd. */
@NeedsPeers({"ejabberdctl", "erl"})
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EjabberdServicesTest extends ServicesPeerTest {

    private static final String[] USERS = {"alice", "bob", "root"};

    private XmppPeer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = Ejabberd.start(folder, USERS);
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
