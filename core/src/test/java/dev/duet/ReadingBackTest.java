package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Conversation;
import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageReceived;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.ArchivePreferences.Rule;
import dev.duet.model.Delivery;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.model.WireDetail;
import dev.duet.spi.ArchiveAnswer;
import dev.duet.spi.ArchiveAnswer.Entry;
import dev.duet.spi.ArchiveAnswer.Entry.Said;
import dev.duet.spi.ArchiveAnswer.Entry.Told;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.testing.Database;
import dev.duet.testing.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading back what an archive has, as one history with what is here. */
class ReadingBackTest {

    private static final Address.Xmpp ALICE = Address.xmpp("alice@example.com");
    private static final Address.Xmpp BOB = Address.xmpp("bob@example.com/desk");
    private static final Instant NOON = Instant.parse("2025-12-01T12:00:00Z");

    private final Archive archive = new Archive();
    private World world = World.both().online();

    /** An archive that is this test's: its entries have the ids a0, a1 and so on. */
    private final class Archive implements ArchiveLink {
        final List<Entry> entries = new ArrayList<>();
        final List<Query> queries = new ArrayList<>();
        int mostOfAPage = 5;

        @Nullable
        Failure refuses;

        @Nullable
        Failure refusesIds;

        @Override
        public void fetch(long operation, Query query) {
            queries.add(query);
            Failure refusal = query.before().isEmpty() || refusesIds == null ? refuses : refusesIds;
            if (refusal != null) {
                world.xmpp.link().listener.failed(operation, refusal);
                return;
            }
            int end = query.before().isEmpty()
                    ? entries.size()
                    : Integer.parseInt(query.before().substring(1));
            Instant until = query.until();
            while (until != null && end > 0 && at(entries.get(end - 1)).isAfter(until)) {
                end--;
            }
            int begin = Math.max(0, end - Math.min(mostOfAPage, query.most()));
            world.xmpp
                    .link()
                    .listener
                    .answered(
                            operation,
                            new ArchiveAnswer.Page(
                                    entries.subList(begin, end), end > begin ? "a" + begin : "", begin == 0));
        }

        private Instant at(Entry entry) {
            return entry instanceof Said said && said.message().at() != null
                    ? said.message().at()
                    : NOON;
        }

        @Override
        public void fetchPreferences(long operation) {
            world.xmpp
                    .link()
                    .listener
                    .answered(operation, new ArchiveAnswer.Preferences(ArchivePreferences.of(Rule.ROSTER)));
        }

        @Override
        public void setPreferences(long operation, ArchivePreferences preferences) {
            world.xmpp.link().listener.answered(operation, new ArchiveAnswer.Preferences(preferences));
        }

        void has(String id, boolean own, MessageContent content, Instant at) {
            String archiveId = "a" + entries.size();
            entries.add(new Said(
                    new IncomingMessage(id, own ? ALICE : BOB, own ? BOB : ALICE, content, at, own, "", archiveId)));
        }

        void has(int count) {
            has(count, 0);
        }

        void has(int count, int before) {
            for (int i = before + 1; i <= before + count; i++) {
                has("m" + i, i % 2 == 0, Text.of("No. " + i), NOON);
            }
        }
    }

    @BeforeEach
    void attach() {
        world.xmpp.link().archive = archive;
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void keeping() {
        world.close();
        world = World.keeping(JdbcStore.on(Database.inMemory()).messages()).online();
        attach();
    }

    private Conversation chat() {
        return world.account.conversation("bob@example.com");
    }

    private List<Message> readBack(int most) {
        List<Message> all = new ArrayList<>();
        List<Message> page = world.done(chat().latest(most));
        while (!page.isEmpty()) {
            all.addAll(0, page);
            page = world.done(chat().before(page.get(0).position(), most));
        }
        return all;
    }

    private static List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            numbers.add("No. " + i);
        }
        return numbers;
    }

    private static Failure failure(Failure.Kind kind, @Nullable String condition) {
        Failure plain = Failure.of(kind, Failure.Origin.SERVER, Failure.Retry.LATER, "no");
        return condition == null
                ? plain
                : new Failure(
                        kind,
                        Failure.Origin.SERVER,
                        Failure.Retry.LATER,
                        "no",
                        new WireDetail(Protocol.XMPP, 0, condition, ""));
    }

    private void comesLive(String id, String body) {
        world.xmpp.link().listener.message(new IncomingMessage(id, BOB, ALICE, Text.of(body), null, false, "", ""));
    }

    @Test
    void allOfOneSecondIsReadInTheOrderOfTheArchiveAndOnce() {
        archive.has(23);
        assertEquals(numbers(1, 23), bodies(readBack(4)));
        int asked = archive.queries.size();
        assertEquals(numbers(1, 23), bodies(world.done(chat().latest(100))));
        assertEquals(asked, archive.queries.size(), "what is known to be all is not asked for again");
        assertTrue(world.events(MessageReceived.class).isEmpty());
        assertEquals(0, chat().unread());
    }

    /** What is new begins in the middle of a page, and with one. */
    @ParameterizedTest
    @CsvSource({"8, false", "8, true", "5, false", "5, true", "3, true"})
    void whatWasSaidInTheSameSecondStandsBehindWhatIsHereOfIt(int mostOfAPage, boolean keeps) {
        if (keeps) {
            keeping();
        }
        archive.mostOfAPage = mostOfAPage;
        archive.has(10);
        assertEquals(numbers(1, 10), bodies(readBack(4)));
        archive.has(5, 10);
        world.xmpp.link().lose();
        world.run();
        world.xmpp.link().goOnline();
        world.run();
        assertEquals(numbers(1, 15), bodies(readBack(4)));
        assertEquals(numbers(1, 15), bodies(readBack(4)));
    }

    @Test
    void whatIsKeptIsThereOnceAndWhatLiesBetweenIsFound() {
        keeping();
        comesLive("m20", "No. 20");
        world.until("it came", () -> chat().unread() == 1);
        archive.has(19);
        archive.has("m20", false, Text.of("No. 20"), NOON);
        archive.has("m21", false, Text.of("No. 21"), NOON.plusSeconds(1));
        assertEquals(21, readBack(6).size());
        assertEquals(1, chat().unread(), "what was not read yet is not read by that");
        world.xmpp.link().lose();
        world.run();
        archive.refuses = failure(Failure.Kind.NETWORK, null);
        assertEquals(21, world.done(chat().latest(100)).size());
    }

    @Test
    void changesOfWhatIsOlderAndHowFarItCameAreKnown() {
        archive.mostOfAPage = 1;
        archive.has("m1", false, Text.of("wrogn"), NOON);
        archive.has("m2", true, Text.of("to be taken back"), NOON.plusSeconds(1));
        archive.has("m3", true, Text.of("read"), NOON.plusSeconds(2));
        archive.has("m4", true, Text.of("delivered"), NOON.plusSeconds(3));
        archive.has("m5", true, Text.of("not yet"), NOON.plusSeconds(4));
        archive.entries.add(new Told("m3", BOB, Delivery.READ));
        archive.entries.add(new Told("m4", BOB, Delivery.DELIVERED));
        archive.entries.add(new Told("m5", Address.xmpp("mallory@example.com"), Delivery.READ));
        archive.has("c1", false, new Correction("m1", Text.of("wrong")), NOON.plusSeconds(5));
        archive.has("c2", false, new Correction("m4", Text.of("forged")), NOON.plusSeconds(6));
        archive.has("c3", true, new Retraction("m2"), NOON.plusSeconds(7));
        archive.has("c4", false, new Reactions("m3", Set.of("👍")), NOON.plusSeconds(8));
        archive.has("c5", false, new Correction("m0", Text.of("of what is gone")), NOON.plusSeconds(9));
        readBack(2);
        List<Message> all = world.done(chat().latest(100));
        assertEquals(List.of("wrong", "", "read", "delivered", "not yet", "of what is gone"), bodies(all));
        assertTrue(all.get(0).isEdited() && all.get(1).isRetracted());
        assertEquals(1, all.get(2).details().reactions().size());
        assertEquals(
                List.of(Stage.READ, Stage.READ, Stage.READ, Stage.DELIVERED, Stage.SENT, Stage.READ),
                all.stream().map(message -> message.delivery().stage()).toList());
        assertTrue(world.events(MessageChanged.class).isEmpty());
    }

    @Test
    void whatTheArchiveSaysBeforeItComesIsNewsWhenItComes() {
        archive.has(3);
        archive.has("new", false, Text.of("New"), NOON);
        assertEquals(4, readBack(10).size());
        comesLive("new", "New");
        world.until("it is told", () -> chat().unread() == 1);
        assertEquals(1, world.events(MessageReceived.class).size());
        assertEquals(4, chat().history().size());
        comesLive("new", "New");
        world.run();
        assertEquals(1, chat().unread());
    }

    @Test
    void withoutAnAnswerOneReadsWhatIsHereAndIsToldThatThereMayBeMore() {
        archive.has(9);
        assertEquals(numbers(7, 9), bodies(world.done(chat().latest(3))));
        archive.refuses = failure(Failure.Kind.NETWORK, null);
        MessagePosition first = chat().history().get(0).position();
        CompletionException failed = assertThrows(CompletionException.class, () -> world.done(chat().before(first, 3)));
        assertEquals(
                Failure.Kind.NETWORK,
                assertInstanceOf(DuetException.class, failed.getCause())
                        .failure()
                        .kind());
        archive.refuses = null;
        assertEquals(numbers(1, 9), bodies(readBack(3)));
        archive.refuses = failure(Failure.Kind.UNSUPPORTED, null);
        world.xmpp.link().lose();
        world.xmpp.link().goOnline();
        world.run();
        assertEquals(List.of(), world.done(chat().before(new MessagePosition(NOON.minusSeconds(9), ""), 3)));
    }

    @Test
    void whereTheArchiveForgotAMessageTheTimeTells() {
        keeping();
        for (int i = 1; i <= 12; i++) {
            archive.has("m" + i, false, Text.of("No. " + i), NOON.plusSeconds(i));
        }
        List<Message> newest = world.done(chat().latest(5));
        archive.refusesIds = failure(Failure.Kind.NOT_FOUND, "item-not-found");
        assertEquals(
                numbers(3, 7), bodies(world.done(chat().before(newest.get(0).position(), 5))));
        assertFalse(archive.queries.stream().allMatch(query -> query.until() == null));
    }

    @Test
    void anArchiveThatRepeatsItselfIsNotAskedForEver() {
        archive.has(3);
        archive.mostOfAPage = 0;
        CompletableFuture<List<Message>> page = chat().latest(3);
        assertEquals(List.of(), world.done(page));
        assertTrue(archive.queries.size() <= 100);
    }

    @Test
    void preferencesAreReadAndSet() {
        assertEquals(
                ArchivePreferences.of(Rule.ROSTER),
                world.done(world.account.link(Protocol.XMPP).archivePreferences()));
        ArchivePreferences wish = new ArchivePreferences(Rule.NEVER, Set.of(BOB), Set.of());
        assertEquals(wish, world.done(world.account.link(Protocol.XMPP).setArchivePreferences(wish)));
        CompletionException failed = assertThrows(
                CompletionException.class,
                () -> world.done(world.account.link(Protocol.SIP).archivePreferences()));
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                assertInstanceOf(DuetException.class, failed.getCause())
                        .failure()
                        .kind());
    }
}
