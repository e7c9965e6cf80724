package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;

import dev.duet.api.Conversation;
import dev.duet.api.Room;
import dev.duet.examples.Futures;
import dev.duet.model.RoomState.Phase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link LossScript} between two people in a room that outlasts its occupants. */
@Tag("beside")
class RoomLossTest {

    private static final LossScript SCRIPT = LossScript.of(60, 3, 190);
    private static final String ROOM = "tea@rooms." + XmppPeer.DOMAIN;

    @TempDir
    private static Path folder;

    private static final class Side extends LossSide {
        private final Room room;

        Side(XmppPeer server, String user, long seed) {
            super(server, user, seed);
            Futures.await(account.connect());
            room = Futures.await(account.rooms().join(ROOM, user));
        }

        @Override
        Conversation conversation() {
            return room.conversation();
        }

        @Override
        void awaitOther() {
            await("the other").until(() -> room.occupants().size() == 2);
        }

        @Override
        boolean seesNobody() {
            return room.state().phase() == Phase.JOINED && room.occupants().size() == 1;
        }
    }

    private record Occupants(LossSide alice, LossSide bob) implements LossScript.Pair {}

    private static Occupants meet(XmppPeer server, int seed) {
        Side alice = new Side(server, "alice", seed);
        Side bob = new Side(server, "bob", seed);
        List.of(alice, bob).forEach(LossSide::awaitOther);
        return new Occupants(alice, bob);
    }

    @Test
    @NeedsPeers("prosody")
    @Timeout(900)
    void losesNothingInARoomAtProsody() {
        SCRIPT.run(() -> Prosody.startForgetful(folder, "alice", "bob"), RoomLossTest::meet);
    }

    @Test
    @NeedsPeers({"ejabberdctl", "erl", "sqlite3"})
    @Timeout(900)
    void losesNothingInARoomAtEjabberd() {
        SCRIPT.run(() -> Ejabberd.startForgetful(folder, "alice", "bob"), RoomLossTest::meet);
    }
}
