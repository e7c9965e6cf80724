package dev.duet.examples.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rooms at ejabberd. */
@NeedsPeers({"ejabberdctl", "erl"})
@Tag("beside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EjabberdRoomTest {

    private XmppPeer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = Ejabberd.start(folder, "alice", "bob", "carol");
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

        /** ejabberd 23.01 takes items out of nodes of accounts without a word to anybody. */
        @Override
        boolean tellsOfRetractions() {
            return false;
        }
    }

    @Nested
    class Devices extends TwoDevicesPeerTest {
        @Override
        XmppPeer server() {
            return server;
        }
    }
}
