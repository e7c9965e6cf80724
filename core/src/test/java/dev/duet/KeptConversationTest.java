package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Conversation;
import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.StoreFailed;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.AccountState;
import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.spi.LinkListener;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.MessageStore;
import dev.duet.testing.Database;
import dev.duet.testing.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conversations that outlive a session. */
class KeptConversationTest {

    private static final Address ALICE = Address.xmpp("alice@example.com");
    private static final Address BOB = Address.xmpp("bob@example.com/desk");
    private static final Address BOB_SIP = Address.sip("bob@example.com");

    private final MessageStore.Provider stores =
            JdbcStore.on(Database.inMemory()).messages();
    private World world = World.keeping(stores).online();

    @AfterEach
    void close() {
        world.close();
    }

    private Conversation chat() {
        return world.account.conversation("bob@example.com");
    }

    private void restart() {
        world.close();
        world = World.keeping(stores).online();
        world.pass(Duration.ofMinutes(1));
        world.done(chat().latest(1));
    }

    private void comes(String id, Address from, MessageContent content, @Nullable Instant at) {
        (from instanceof Address.Sip ? world.sip : world.xmpp)
                .link()
                .listener
                .message(new IncomingMessage(id, from, ALICE, content, at, false, "", ""));
    }

    private void comes(String id, String body) {
        int before = world.events(MessageReceived.class).size();
        comes(id, BOB, Text.of(body), null);
        world.until("it came", () -> world.events(MessageReceived.class).size() > before);
    }

    private List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }

    @Test
    void conversationsAreThereAfterARestart() {
        comes("b1", "Hello");
        comes("s1", BOB_SIP, Text.of("by SIP"), null);
        Message sent = world.done(chat().send("Hi"));
        comes("b2", "How are you?");
        world.xmpp.link().listener.readElsewhere(BOB, "s1");
        world.until("it is read", () -> chat().unread() == 1);
        List<Message> before = world.done(chat().latest(100));
        Optional<MessagePosition> read = chat().readPosition();
        world.close();

        world = World.keeping(stores);
        world.until("it is restored", () -> !world.account.conversations().isEmpty());
        assertEquals(List.of(chat()), world.account.conversations());
        assertEquals(1, chat().unread());
        assertEquals(read, chat().readPosition());
        assertEquals(before, world.done(chat().latest(100)));
        assertEquals(before, chat().history());
        assertEquals(List.of("Hello", "by SIP", "Hi", "How are you?"), bodies(before));
        assertTrue(world.events(MessageReceived.class).isEmpty(), "what is kept is no news");
        chat().markRead();
        world.until("it is read", () -> chat().unread() == 0);
        assertEquals(sent.id(), before.get(2).id());
        restart();
        assertEquals(0, chat().unread());
    }

    @Test
    void whatComesAgainAfterARestartIsThereOnce() {
        comes("b1", "Hello");
        restart();
        comes("b1", BOB, Text.of("Hello"), null);
        comes("b1", BOB, Text.of("Hello"), Instant.parse("2025-12-31T23:59:59Z"));
        comes("b2", "And you");
        assertEquals(List.of("Hello", "And you"), bodies(world.done(chat().latest(10))));
        assertEquals(2, chat().unread());
        assertEquals(1, world.events(MessageReceived.class).size());
    }

    @Test
    void whatIsOlderThanMemoryIsChangedAndDeliveredAndNotAddedAgain() {
        Message old = world.done(chat().send("old"));
        comes("old-b", "old of Bob");
        for (int i = 0; i < 120; i++) {
            comes("n" + i, "n" + i);
        }
        restart();
        assertEquals(100, chat().history().size());
        world.xmpp.link().listener.delivery(old.id(), Delivery.READ);
        world.until("it is read", () -> !world.events(MessageDelivery.class).isEmpty());
        assertEquals(old.id(), world.last(MessageDelivery.class).message().id());
        comes("c", BOB, new Correction("old-b", Text.of("corrected")), null);
        comes("r", BOB, new Reactions(old.id(), Set.of("👍")), null);
        world.until("both changed", () -> world.events(MessageChanged.class).size() == 2);
        comes("old-b", BOB, Text.of("old of Bob"), Instant.parse("2025-12-31T23:00:00Z"));
        List<Message> oldest = world.done(chat().before(chat().history().get(0).position(), 1000));
        assertEquals(22, oldest.size());
        assertEquals("corrected", oldest.get(1).body());
        assertEquals(Delivery.READ, oldest.get(0).delivery());
        assertEquals(1, oldest.get(0).details().reactions().size());
        assertTrue(world.events(MessageReceived.class).isEmpty());
        assertEquals(121, chat().unread());
        chat().markRead();
        world.until("all is read, also what is not in memory", () -> chat().unread() == 0);
        restart();
        assertEquals(0, chat().unread());
    }

    @Test
    void oneReadsBackAndSearches() {
        for (int i = 0; i < 30; i++) {
            comes("n" + i, i % 10 == 0 ? "Tea at " + i : "n" + i);
        }
        restart();
        comes("s", BOB_SIP, Text.of("More tea"), null);
        List<Message> page = world.done(chat().latest(11));
        assertEquals("More tea", page.get(10).body());
        assertEquals("Tea at 20", page.get(0).body());
        page = world.done(chat().before(page.get(0).position(), 15));
        assertEquals("n5", page.get(0).body());
        page = world.done(chat().search("TEA", 3));
        assertEquals(List.of("Tea at 10", "Tea at 20", "More tea"), bodies(page));
        page = world.done(chat().searchBefore("tea", page.get(0).position(), 3));
        assertEquals(List.of("Tea at 0"), bodies(page));
        assertThrows(IllegalArgumentException.class, () -> chat().search(" ", 1));
        assertThrows(IllegalArgumentException.class, () -> chat().latest(0));
    }

    @Test
    void withoutAStoreOneReadsBackInMemory() {
        World here = World.both().online();
        Conversation bob = here.account.conversation("bob@example.com");
        for (String text : List.of("1 tea", "2", "3 tea")) {
            here.done(bob.send(text));
        }
        assertEquals(List.of("2", "3 tea"), bodies(here.done(bob.latest(2))));
        assertEquals(
                List.of("1 tea"),
                bodies(here.done(bob.before(bob.history().get(1).position(), 2))));
        assertEquals(List.of("1 tea", "3 tea"), bodies(here.done(bob.search("Tea", 5))));
    }

    @Test
    void whoTurnsOutToBeOnePersonHasOneKeptConversation() {
        comes("b1", "by XMPP");
        Address desk = Address.sip("4711@pbx.example.net");
        comes("d1", desk, Text.of("by the desk phone"), null);
        world.until("both came", () -> world.events(MessageReceived.class).size() == 2);
        restart();
        world.done(world.account.contacts().link(chat().contact(), desk));
        assertEquals(List.of("by XMPP", "by the desk phone"), bodies(world.done(chat().latest(10))));
        assertEquals(2, chat().unread());
        assertEquals(1, world.account.conversations().size());
    }

    @Test
    void aSenderIsToldThatAMessageCameWhenItIsKept() throws IOException {
        world.close();
        CountDownLatch mayWrite = new CountDownLatch(1);
        world = World.keeping(account -> new BrokenStore(stores.open(account), new AtomicBoolean()) {
                    @Override
                    public void put(Collection<Message> messages) throws IOException {
                        try {
                            mayWrite.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        super.put(messages);
                    }
                })
                .online();
        comes("b1", BOB, Text.of("Hello"), null);
        world.until("it is in memory", () -> chat().history().size() == 1);
        assertEquals(List.of(), world.xmpp.link().received);
        assertTrue(world.events(MessageReceived.class).isEmpty());
        mayWrite.countDown();
        world.until("the sender is told", () -> world.xmpp.link().received.equals(List.of("b1")));
        assertEquals(1, world.events(MessageReceived.class).size());
    }

    @Test
    void signingInBeginsWhereTheArchiveWasAndNoSooner() {
        Address room = Address.xmpp("tea@rooms.example.com");
        LinkListener told = world.xmpp.link().listener;
        told.message(new IncomingMessage("b1", BOB, ALICE, Text.of("Hello"), null, false, "", "place-1"));
        told.message(new IncomingMessage("b2", BOB, ALICE, Text.of("there"), null, false, "", "place-2"));
        told.message(new IncomingMessage("c1", ALICE, BOB, Text.of("copy"), null, true, "", "place-3"));
        told.message(new IncomingMessage(
                "r1", Address.xmpp(room + "/Bob"), ALICE, Text.of("all"), null, false, "", "rooms-9", "occupant"));
        told.message(new IncomingMessage("r2", ALICE, room, Text.of("of mine"), null, true, "", "rooms-10"));
        world.until("all is kept", () -> world.xmpp.link().received.size() == 5);
        world.close();
        CountDownLatch mayRead = new CountDownLatch(1);
        world = World.keeping(account -> new BrokenStore(stores.open(account), new AtomicBoolean()) {
                    @Override
                    public List<Message> archived(int most) throws IOException {
                        try {
                            mayRead.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return super.archived(most);
                    }
                })
                .online();
        assertEquals(LinkPhase.ONLINE, world.account.link(Protocol.SIP).state().phase());
        assertEquals(List.of(), world.xmpp.link().did);
        mayRead.countDown();
        world.until("it signs in", () -> world.xmpp.link().did.size() == 2);
        assertEquals(List.of("archivedUpTo place-2", "connect"), world.xmpp.link().did);
    }

    @Test
    void aStoreThatHangsKeepsNobodyFromSigningInNorOut() {
        world.close();
        CountDownLatch never = new CountDownLatch(1);
        world = World.keeping(account -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return stores.open(account);
        });
        CompletableFuture<AccountState> connecting = world.account.connect();
        world.run();
        world.account.link(Protocol.XMPP).disconnect();
        world.run();
        assertThrows(CompletionException.class, connecting::join);
        CompletableFuture<AccountState> again = world.account.connect();
        world.pass(Duration.ofSeconds(4));
        assertEquals(List.of(), world.xmpp.link().did);
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("connect"), world.xmpp.link().did);
        again.join();
        never.countDown();
    }

    @Test
    void whatWasTakenBackStaysSo() {
        comes("b1", "Oops");
        comes("x", BOB, new Retraction("b1"), null);
        world.until("it is gone", () -> !world.events(MessageChanged.class).isEmpty());
        restart();
        assertTrue(chat().history().get(0).isRetracted());
        assertEquals(0, world.done(chat().search("Oops", 5)).size());
    }

    @Test
    void whatIsTooMuchIsGivenUpAtTheNextStart() {
        for (int i = 0; i < 5; i++) {
            comes("n" + i, "n" + i);
        }
        world.close();
        world = new World(
                world.config,
                null,
                builder -> builder.messageStore(stores, new MessageStore.Retention(Duration.ofDays(1), 2)));
        assertEquals(List.of("n3", "n4"), bodies(world.done(chat().latest(10))));
    }

    @Test
    void aStoreThatFailsIsToldOnceAndNothingOfTheSessionIsLost() throws IOException {
        AtomicBoolean broken = new AtomicBoolean();
        List<MessageStore> opened = new ArrayList<>();
        world.close();
        world = World.keeping(account -> {
                    opened.add(stores.open(account));
                    return new BrokenStore(opened.get(0), broken);
                })
                .online();
        comes("b1", "before");
        broken.set(true);
        comes("b2", "meanwhile");
        Message sent = world.done(chat().send("answer"));
        comes("b3", "still");
        assertEquals(1, world.events(StoreFailed.class).size());
        assertEquals(List.of("before", "meanwhile", "answer", "still"), bodies(chat().history()));
        CompletableFuture<List<Message>> page = chat().latest(10);
        world.until("it fails", page::isDone);
        assertThrows(CompletionException.class, page::join);
        assertEquals(List.of("b1"), world.xmpp.link().received);
        assertEquals(List.of("b2", "b3"), world.xmpp.link().refused);
        broken.set(false);
        world.pass(Duration.ofSeconds(10));
        world.until("it is kept after all", () -> !find(opened.get(0), "b3").isEmpty());
        world.until("the senders are told", () -> world.xmpp.link().received.equals(List.of("b1", "b2", "b3")));
        assertEquals(1, world.events(StoreFailed.class).size());
        assertEquals(1, find(opened.get(0), sent.id()).size());
        broken.set(true);
        comes("b4", "again");
        assertEquals(2, world.events(StoreFailed.class).size());
        broken.set(false);
        restart();
        assertEquals(5, world.done(chat().latest(10)).size(), "closing keeps what was left");
    }

    private static List<Message> find(MessageStore store, String id) {
        try {
            return store.referred(id);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store on a disk that is full now and then. */
    private static class BrokenStore implements MessageStore {
        private final MessageStore real;
        private final AtomicBoolean broken;

        BrokenStore(MessageStore real, AtomicBoolean broken) {
            this.real = real;
            this.broken = broken;
        }

        private MessageStore working() throws IOException {
            if (broken.get()) {
                throw new IOException("disk full");
            }
            return real;
        }

        @Override
        public void put(Collection<Message> messages) throws IOException {
            working().put(messages);
        }

        @Override
        public List<Message> read(Query query) throws IOException {
            return working().read(query);
        }

        @Override
        public List<Message> referred(String id) throws IOException {
            return working().referred(id);
        }

        @Override
        public List<Message> archived(int most) throws IOException {
            return working().archived(most);
        }

        @Override
        public List<Summary> conversations() throws IOException {
            return working().conversations();
        }

        @Override
        public Optional<Summary> conversation(Set<Address> peers) throws IOException {
            return working().conversation(peers);
        }

        @Override
        public void markRead(Set<Address> peers, MessagePosition last) throws IOException {
            working().markRead(peers, last);
        }

        @Override
        public void prune(Instant before, int most) throws IOException {
            working().prune(before, most);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
