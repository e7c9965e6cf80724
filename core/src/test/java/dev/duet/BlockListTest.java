package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.BlockList;
import dev.duet.api.event.BlockListChanged;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.TypingChanged;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.PersonDecision;
import dev.duet.model.SpamReport;
import dev.duet.spi.ContactStore;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeLink;
import dev.duet.testing.World;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArraySet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One list of blocked addresses for both halves. */
class BlockListTest {

    private static final Address MALLORY = Address.xmpp("mallory@spam.example");
    private static final Address DESK = Address.sip("sip:mallory@pbx.example.net;transport=tcp");
    private static final Address NUMBER = Address.tel("+49301234567");

    private final World world = World.both().online();
    private final BlockList list = world.account.blockList();

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private FakeLink sip() {
        return world.sip.link();
    }

    private void done(CompletableFuture<Void> future) {
        world.run();
        assertTrue(future.isDone());
        future.join();
    }

    private void message(FakeLink half, Address from, boolean own) {
        Address self = Address.xmpp("alice@example.com");
        half.listener.message(
                new IncomingMessage("id" + world.events.size(), own ? self : from, own ? from : self, "Hi", null, own));
        world.run();
    }

    @Test
    void xmppAddressesAreOnTheServersListAndAllOthersOnThisAccounts() {
        SpamReport report = SpamReport.of(SpamReport.Reason.SPAM);
        done(list.block(List.of(MALLORY, DESK, NUMBER), report));
        assertTrue(xmpp().did.contains("block [" + MALLORY + "] " + report), xmpp().did::toString);
        Address desk = Address.sip("mallory@pbx.example.net");
        assertEquals(Set.of(MALLORY, desk, NUMBER), list.addresses());
        assertTrue(list.blocks(DESK) && list.blocks(Address.sip("sips:mallory@pbx.example.net:5071")));
        assertTrue(list.blocks(Address.sip("+49301234567@anywhere.example")), "the number, by whatever way");
        assertTrue(list.blocks(Address.xmpp("mallory@spam.example/bot")));
        assertFalse(list.blocks(Address.xmpp("bob@spam.example")));
        done(list.unblock(List.of(MALLORY, desk)));
        assertTrue(xmpp().did.contains("unblock [" + MALLORY + "]"), xmpp().did::toString);
        assertEquals(Set.of(NUMBER), list.addresses());
        assertEquals(Set.of(MALLORY), world.last(BlockListChanged.class).unblocked());
    }

    @Test
    void whatSomebodyBlockedSaysIsNotToldOnEitherHalf() {
        done(list.block(List.of(MALLORY, DESK), null));
        message(xmpp(), MALLORY, false);
        message(sip(), DESK, false);
        xmpp().listener.chatState(MALLORY, ChatState.COMPOSING);
        xmpp().listener.contactRequest(MALLORY, "Free money");
        world.run();
        assertEquals(List.of(), world.events(MessageReceived.class));
        assertEquals(List.of(), world.events(TypingChanged.class));
        assertEquals(List.of(), world.events(ContactRequest.class));
        assertEquals(1, xmpp().refused.size(), "and no receipt goes out");
        assertEquals(1, sip().refused.size());
        message(xmpp(), MALLORY, true);
        assertEquals(1, world.events(MessageReceived.class).size(), "what the user wrote to them elsewhere is told");
        done(list.unblock(MALLORY));
        message(xmpp(), MALLORY, false);
        assertEquals(2, world.events(MessageReceived.class).size());
    }

    @Test
    void aCallFromSomebodyBlockedIsDeclinedWithoutRinging() {
        done(list.block(DESK));
        FakeLeg leg = new FakeLeg(DESK, null);
        sip().listener.incoming(leg, DESK, "Mallory").proposed();
        world.run();
        assertEquals(List.of("end DECLINED"), leg.did);
        assertEquals(List.of(), world.events(IncomingCall.class));
        assertEquals(List.of(), world.account.calls());
    }

    @Test
    void whoIsBlockedOnOneHalfOfARealmIsBlockedOnTheOther() {
        Address bob = Address.xmpp("bob@example.com");
        xmpp().listener.blockList(Set.of(bob));
        world.run();
        assertTrue(list.blocks(Address.sip("bob@example.com")), "another device of the user blocked Bob");
        assertEquals(Set.of(bob), world.last(BlockListChanged.class).blocked());
        done(list.unblock(Address.sip("bob@example.com")));
        assertFalse(list.blocks(bob));
    }

    @Test
    void wholeDomainsAreBlocked() {
        done(list.block(List.of(Address.xmpp("spam.example"), Address.sip("pbx.example.net")), null));
        assertTrue(list.blocks(MALLORY) && list.blocks(DESK));
        done(list.unblock(MALLORY));
        assertTrue(list.blocks(MALLORY), "by its domain");
    }

    @Test
    void whatTheServerRefusesFailsAndIsNotOnTheList() {
        xmpp().refuses = Failure.of(Failure.Kind.NETWORK, Failure.Origin.LOCAL, Failure.Retry.LATER, "no connection");
        CompletableFuture<Void> failed = list.block(List.of(MALLORY, DESK), null);
        world.run();
        CompletionException why = assertThrows(CompletionException.class, failed::join);
        assertEquals(
                Failure.Kind.NETWORK, ((DuetException) why.getCause()).failure().kind());
        assertFalse(list.blocks(MALLORY));
        assertTrue(list.blocks(DESK));
    }

    @Test
    void atAServerWithoutAListThisAccountRemembers() {
        xmpp().refuses = Failure.of(Failure.Kind.UNSUPPORTED, Failure.Origin.SERVER, Failure.Retry.NEVER, "no list");
        done(list.block(MALLORY));
        assertTrue(list.blocks(MALLORY));
    }

    @Test
    void theAccountCannotBlockItself() {
        assertThrows(IllegalArgumentException.class, () -> list.block(Address.sip("alice@example.com")));
        assertThrows(IllegalArgumentException.class, () -> list.block(Address.xmpp("example.com")));
    }

    @Test
    void whatNoServerKeepsSurvivesARestart() {
        Set<Address> kept = new CopyOnWriteArraySet<>();
        World before = new World(config(), account -> store(kept)).online();
        Awaitility.await().until(() -> {
            before.run();
            before.account.blockList().block(NUMBER);
            before.run();
            return kept.equals(Set.of(NUMBER));
        });
        before.close();
        World after = new World(config(), account -> store(kept)).online();
        Awaitility.await().until(() -> {
            after.run();
            return after.account.blockList().blocks(NUMBER);
        });
        after.close();
    }

    private static AccountConfig config() {
        return AccountConfig.builder("Alice").sip("alice@example.com", "secret").build();
    }

    private static ContactStore store(Set<Address> kept) {
        return new ContactStore() {
            @Override
            public List<PersonDecision> load() {
                return List.of();
            }

            @Override
            public void save(List<PersonDecision> decisions) {
                throw new AssertionError("nothing was decided about contacts");
            }

            @Override
            public Set<Address> loadBlocked() {
                return Set.copyOf(kept);
            }

            @Override
            public void saveBlocked(Set<Address> blocked) {
                kept.retainAll(blocked);
                kept.addAll(blocked);
            }
        };
    }
}
