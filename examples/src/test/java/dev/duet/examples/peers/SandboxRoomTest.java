package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rooms at the sandbox's server. */
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxRoomTest {

    private XmppPeer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = SandboxXmpp.start(folder, "alice", "bob", "carol");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Nested
    class Talk extends RoomPeerTest {
        @Override
        XmppPeer server() {
            return server;
        }
    }

    @Nested
    class Rules extends RoomRulesPeerTest {
        @Override
        XmppPeer server() {
            return server;
        }
    }

    @Nested
    class Guests extends RoomGuestsPeerTest {
        @Override
        XmppPeer server() {
            return server;
        }
    }

    @Nested
    class Kept extends RoomBookmarksPeerTest {
        @Override
        XmppPeer server() {
            return server;
        }
    }

    @Nested
    class Devices extends TwoDevicesPeerTest {
        @Override
        XmppPeer server() {
            return server;
        }

        /** What is said to people is in no archive there. */
        @Override
        boolean hasArchive() {
            return false;
        }
    }
}
