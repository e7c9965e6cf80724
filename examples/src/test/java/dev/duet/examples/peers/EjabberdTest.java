package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts at ejabberd. */
@NeedsPeers({"ejabberdctl", "erl"})
@Tag("beside")
class EjabberdTest extends XmppPeerTest {

    @TempDir
    private static Path folder;

    private static Ejabberd ejabberd;

    @BeforeAll
    static void start() {
        ejabberd = Ejabberd.start(folder, "alice", "bob", "carol", "dave", "erin");
    }

    @AfterAll
    static void stop() {
        ejabberd.close();
    }

    @Override
    XmppPeer server() {
        return ejabberd;
    }
}
