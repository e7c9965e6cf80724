package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.Capability;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.model.XmppConfig.Encryption;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every server has to pass, by WebSocket; and a call. */
abstract class WebSocketPeerTest extends XmppPeerTest {

    @Test
    void tellsThatItIsProtectedAndNothingThatItDoesNotKnow() {
        try (Account carol = PeerAccounts.xmpp(server(), "carol", Encryption.STARTTLS)) {
            Futures.await(carol.connect());
            LinkState.Online online = assertInstanceOf(
                    LinkState.Online.class, carol.link(Protocol.XMPP).state());
            assertEquals("TLS", online.security().tls());
            assertEquals("", online.security().cipher());
            assertTrue(online.security().authentication().matches("SCRAM-SHA-[0-9]+"), online::toString);
        }
    }

    @Test
    void calls(@TempDir Path folder) {
        try (Account alice = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
                Account bob = PeerAccounts.xmpp(server(), "bob", Encryption.STARTTLS)) {
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            bob.on(IncomingCall.class, event -> incoming.add(event.call()));
            alice.on(ContactRequest.class, ContactRequest::approve);
            bob.on(ContactRequest.class, ContactRequest::approve);
            Futures.await(alice.connect());
            Futures.await(bob.connect());
            Contact bobs = Futures.await(alice.contacts().add("bob@" + XmppPeer.DOMAIN));
            Futures.await(bob.contacts().add("alice@" + XmppPeer.DOMAIN));
            await("Bob's device").until(() -> bobs.capabilities().contains(Capability.AUDIO_CALL));

            Call call = alice.call(bobs);
            System.out.println(getClass().getSimpleName() + ": "
                    + SpokenCall.of(folder, call, Futures.next(incoming)).heard());
        }
    }
}
