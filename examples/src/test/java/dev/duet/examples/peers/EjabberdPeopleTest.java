package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What two people know of each other at ejabberd. */
@NeedsPeers({"ejabberdctl", "erl"})
@Tag("beside")
class EjabberdPeopleTest extends PeoplePeerTest {

    @TempDir
    private static Path folder;

    private static XmppPeer server;

    @BeforeAll
    static void start() {
        server = Ejabberd.start(folder, "alice", "bob", "carol");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    XmppPeer server() {
        return server;
    }

    /** ejabberd 23.01 leaves those who are blocked with what they saw last. */
    @Override
    boolean takesPresenceBack() {
        return false;
    }
}
