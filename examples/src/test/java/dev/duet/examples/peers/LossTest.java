package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.event.ContactRequest;
import dev.duet.examples.Futures;
import dev.duet.model.Availability;
import dev.duet.sandbox.wire.Cut;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link LossScript} between two people. */
@Tag("beside")
class LossTest {

    private static final LossScript SCRIPT = LossScript.of(120, 4, 400);
    private static final LossScript BY_WEB_SOCKET = LossScript.of(60, 4, 400);

    @TempDir
    private static Path folder;

    private static final class Side extends LossSide {
        private Contact peer;

        Side(XmppPeer server, String user, long seed) {
            super(server, user, seed);
            account.on(ContactRequest.class, ContactRequest::approve);
            Futures.await(account.connect());
        }

        @Override
        Conversation conversation() {
            return account.conversation(peer);
        }

        @Override
        void awaitOther() {
            await("the other").until(() -> peer.presence().availability() == Availability.AVAILABLE);
        }

        @Override
        boolean seesNobody() {
            return !peer.presence().availability().isOnline();
        }
    }

    private record Friends(LossSide alice, LossSide bob) implements LossScript.Pair {}

    private static Friends meet(XmppPeer server, int seed) {
        Side alice = new Side(server, "alice", seed);
        Side bob = new Side(server, "bob", seed);
        alice.peer = Futures.await(alice.account.contacts().add("bob@" + XmppPeer.DOMAIN, "Bob", Set.of()));
        bob.peer = Futures.await(bob.account.contacts().add("alice@" + XmppPeer.DOMAIN, "Alice", Set.of()));
        List.of(alice, bob).forEach(LossSide::awaitOther);
        return new Friends(alice, bob);
    }

    @Test
    @NeedsPeers("prosody")
    @Timeout(900)
    void losesNothingAtProsody() {
        SCRIPT.run(() -> Prosody.startForgetful(folder, "alice", "bob"), LossTest::meet);
    }

    @Test
    @NeedsPeers({"ejabberdctl", "erl", "sqlite3"})
    @Timeout(900)
    void losesNothingAtEjabberd() {
        SCRIPT.run(() -> Ejabberd.startForgetful(folder, "alice", "bob"), LossTest::meet);
    }

    @Test
    @NeedsPeers("prosody")
    @Timeout(900)
    void losesNothingAtProsodyByWebSocket() {
        BY_WEB_SOCKET.run(() -> Prosody.startWithWebSocket(folder, "alice", "bob"), LossTest::meet);
    }

    /**
     * The server finds out by itself that a connection is lost. When its socket tells it, ejabberd (23.01 and, as it
     * reads, 26.07) may wait for ever for word of the process that had the socket (route_text in ejabberd_http_ws): the
     * session stays, and takes 15 s for each stanza that comes to it.
     */
    @Test
    @NeedsPeers({"ejabberdctl", "erl", "sqlite3"})
    @Timeout(900)
    void losesNothingAtEjabberdByWebSocket() {
        BY_WEB_SOCKET.by(Cut.ROAM).run(() -> Ejabberd.startWithWebSocket(folder, "alice", "bob"), LossTest::meet);
    }
}
