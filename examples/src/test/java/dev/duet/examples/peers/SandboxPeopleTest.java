package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What two people know of each other at the sandbox's server. */
@Tag("beside")
class SandboxPeopleTest extends PeoplePeerTest {

    @TempDir
    private static Path folder;

    private static XmppPeer server;

    @BeforeAll
    static void start() {
        server = SandboxXmpp.start(folder, "alice", "bob", "carol");
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
