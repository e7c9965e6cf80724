package dev.duet.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Attachment;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.FileDetails;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessageDetails;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.model.Reaction;
import dev.duet.model.Reply;
import dev.duet.model.Thumbnail;
import dev.duet.model.WireDetail;
import dev.duet.spi.MessageStore;
import dev.duet.spi.MessageStore.Query;
import dev.duet.testing.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in H2. */
class JdbcMessageStoreTest {

    private static final Address ALICE = Address.xmpp("alice@example.com");
    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.000123Z");

    private final Database database = Database.inMemory();
    private MessageStore store;

    @BeforeEach
    void open() throws IOException {
        store = JdbcStore.on(database).messages().open("Alice");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static Message message(int number, boolean incoming, Address peer, String body) {
        Address from = incoming ? peer : ALICE;
        return new Message(
                "id-" + number,
                incoming,
                from,
                incoming ? ALICE : peer,
                body,
                START.plusSeconds(number),
                peer.protocol(),
                false,
                incoming ? Delivery.DELIVERED : Delivery.SENT,
                MessageDetails.of(from.bare().uri(), Text.of(body)));
    }

    private List<Message> read(String text, @Nullable MessagePosition before, int most) throws IOException {
        return store.read(new Query(Set.of(BOB, BOB_SIP), text, before, most));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void everythingOfAMessageIsKept() throws IOException {
        Failure failure = new Failure(
                Failure.Kind.REFUSED,
                Failure.Origin.SERVER,
                Failure.Retry.NEVER,
                "No|\\\n",
                WireDetail.xmpp("forbidden", "\\|"));
        MessageDetails details = new MessageDetails(
                "xmpp:alice@example.com",
                "origin",
                "archive",
                new Reply("b1", BOB, "> Tea?|\n"),
                List.of(
                        new Attachment(URI.create("https://example.com/a|b".replace("|", "%7C")), "A\n|\\"),
                        new Attachment(
                                URI.create("https://example.com/b"),
                                "",
                                new FileDetails(
                                        "tea | x\\.png",
                                        "image/png",
                                        5_000_000_000L,
                                        "ab".repeat(32),
                                        640,
                                        480,
                                        Thumbnail.of("image/png", new byte[] {1, 2}, 2, 1))),
                        new Attachment(
                                URI.create("https://example.com/c"), "", FileDetails.NONE.withMediaType("text/plain")),
                        new Attachment(URI.create("https://example.com/"), "")),
                START.plusSeconds(7),
                null,
                List.of(new Reaction("xmpp:bob@example.com", BOB, Set.of("👍", "🎉"), START.plusSeconds(9))),
                true,
                "XMPP comes first|\\");
        Message full = new Message(
                "id", false, ALICE, BOB, "Tea 🍵", START, Protocol.XMPP, true, Delivery.failed(failure), details);
        store.put(List.of(full));
        assertEquals(List.of(full), read("", null, 10));
        Message gone = full.withDelivery(Delivery.READ)
                .with("", details.retracted(START.plusSeconds(20)).withIds("", ""));
        store.put(List.of(gone));
        assertEquals(List.of(gone), read("", null, 10));
        Message plain = new Message(
                "id",
                false,
                ALICE,
                BOB,
                "x",
                START,
                Protocol.XMPP,
                false,
                Delivery.failed(
                        Failure.of(Failure.Kind.TIMEOUT, Failure.Origin.NETWORK, Failure.Retry.LATER, "Nobody")),
                MessageDetails.of(
                        "xmpp:alice@example.com", new Text("x", new Reply("b1", null, ""), List.of(), false)));
        store.put(List.of(plain));
        assertEquals(List.of(plain), read("", null, 10));
    }

    @Test
    void filesThatWereKeptBeforeMoreWasKnownOfThemAreStillThere() throws IOException, SQLException {
        store.put(List.of(message(1, true, BOB, "https://example.com/a")));
        execute("UPDATE duet_message SET attachments = 'https://example.com/a|A picture|' || CHAR(10)");
        assertEquals(
                List.of(new Attachment(URI.create("https://example.com/a"), "A picture")),
                read("", null, 10).get(0).details().attachments());
    }

    @Test
    void whatOthersChooseMayBeLong() throws IOException {
        String id = "x".repeat(2_000_000);
        Message message = new Message(
                id,
                true,
                BOB,
                ALICE,
                "y".repeat(3_000_000),
                START,
                Protocol.XMPP,
                false,
                Delivery.DELIVERED,
                MessageDetails.of(BOB.uri(), Text.of("y")).withIds(id, id));
        store.put(List.of(message));
        assertEquals(List.of(message), store.referred(id));
    }

    @Test
    void oneReadsBackPageByPageWhoeverWroteAndWhen() throws IOException {
        List<Message> all = IntStream.range(0, 25)
                .mapToObj(number -> message(number, number % 2 == 0, number % 3 == 0 ? BOB_SIP : BOB, "n" + number))
                .map(message -> message.sentAt(START)) // all at once
                .sorted((one, other) -> one.position().compareTo(other.position()))
                .toList();
        store.put(all);
        assertEquals(all.subList(15, 25), read("", null, 10));
        assertEquals(all.subList(5, 15), read("", all.get(15).position(), 10));
        assertEquals(all.subList(0, 5), read("", all.get(5).position(), 10));
        assertEquals(List.of(), read("", all.get(0).position(), 10));
        assertEquals(List.of(), store.read(new Query(Set.of(ALICE), "", null, 10)));
    }

    @Test
    void textIsFoundInCapitalAndSmallLettersAndMeansItself() throws IOException {
        store.put(List.of(
                message(1, true, BOB, "Über 100% sure"),
                message(2, false, BOB, "over 100 sure"),
                message(3, true, BOB_SIP, "a_b! c")));
        assertEquals(List.of("id-1"), ids(read("über", null, 10)));
        assertEquals(List.of("id-1"), ids(read("0%", null, 10)));
        assertEquals(List.of("id-3"), ids(read("A_B!", null, 10)));
        assertEquals(List.of("id-1", "id-2"), ids(read("SURE", null, 10)));
        assertEquals(List.of("id-2"), ids(read("sure", null, 1)));
        assertEquals(List.of(), ids(read("__", null, 10)));
    }

    private static List<String> ids(List<Message> messages) {
        return messages.stream().map(Message::id).toList();
    }

    @Test
    void anIdMayBeTheSendersOrTheArchives() throws IOException {
        Message one = message(1, true, BOB, "1");
        Message two = message(2, false, BOB, "2");
        two = two.withDetails(two.details().withIds("id-1", "in-archive"));
        store.put(List.of(one, two));
        assertEquals(Set.of(one, two), Set.copyOf(store.referred("id-1")));
        assertEquals(List.of(two), store.referred("in-archive"));
        assertEquals(List.of(), store.referred(""));
        assertEquals(List.of(), store.referred("id-9"));
    }

    @Test
    void whoAsksForAnIdLooksAtNoOtherMessages() throws IOException, SQLException {
        store.put(IntStream.range(0, 500)
                .mapToObj(number -> message(number, true, BOB, "Tea?"))
                .toList());
        for (String sql : List.of(JdbcMessageStore.BY_KEY, JdbcMessageStore.BY_ORIGIN, JdbcMessageStore.BY_ARCHIVE)) {
            Matcher scans = Pattern.compile("scanCount: (\\d+)").matcher(plan(sql));
            assertTrue(scans.find(), sql);
            assertTrue(Integer.parseInt(scans.group(1)) < 5, sql + " looked at " + scans.group(1));
        }
    }

    private String plan(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement explain = connection.prepareStatement("EXPLAIN ANALYZE " + sql)) {
            explain.setString(1, "Alice");
            explain.setString(2, Keys.of("nothing"));
            try (ResultSet row = explain.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Test
    void whatIsUnreadAndUpToWhereItWasRead() throws IOException {
        assertEquals(List.of(), store.conversations());
        assertEquals(Optional.empty(), store.conversation(Set.of(BOB)));
        Message first = message(1, true, BOB, "1");
        Message last = message(4, false, BOB_SIP, "4");
        store.put(List.of(first, message(2, true, BOB_SIP, "2"), message(3, true, BOB, "3"), last));
        assertEquals(
                Set.of(
                        new MessageStore.Summary(message(3, true, BOB, "3"), 2, null),
                        new MessageStore.Summary(last, 1, null)),
                Set.copyOf(store.conversations()));
        store.markRead(Set.of(BOB, BOB_SIP), message(2, true, BOB_SIP, "2").position());
        MessageStore.Summary both = store.conversation(Set.of(BOB, BOB_SIP)).orElseThrow();
        assertEquals(last, both.last());
        assertEquals(1, both.unread());
        assertEquals(message(2, true, BOB_SIP, "2").position(), both.readTo());
        assertEquals(Delivery.READ, store.referred("id-1").get(0).delivery());
    }

    @Test
    void whatIsTooOldOrTooMuchIsGivenUp() throws IOException {
        store.put(IntStream.range(0, 10)
                .mapToObj(number -> message(number, true, number < 8 ? BOB : BOB_SIP, "n"))
                .toList());
        store.prune(START.plusSeconds(2), Integer.MAX_VALUE);
        assertEquals(8, read("", null, 100).size());
        store.prune(Instant.EPOCH, 3);
        assertEquals(List.of("id-5", "id-6", "id-7", "id-8", "id-9"), ids(read("", null, 100)));
    }

    @Test
    void accountsDoNotSeeEachOther() throws IOException {
        store.put(List.of(message(1, true, BOB, "1")));
        try (MessageStore carol = JdbcStore.on(database).messages().open("Carol")) {
            assertEquals(List.of(), carol.conversations());
            assertEquals(List.of(), carol.referred("id-1"));
            carol.put(List.of(message(1, true, BOB, "to Carol")));
            carol.prune(START.plusSeconds(1000), 1);
        }
        assertEquals("1", read("", null, 10).get(0).body());
    }

    @Test
    void tablesThatWereHalfMadeAreFinished() throws IOException, SQLException {
        store.put(List.of(message(1, true, BOB, "1")));
        execute("DELETE FROM duet_schema");
        execute("DROP INDEX duet_message_archive");
        try (MessageStore again = JdbcStore.on(database).messages().open("Alice")) {
            assertEquals(1, again.conversations().size());
        }
    }

    @Test
    void tablesOfAnOlderVersionGetWhatWasAdded() throws IOException, SQLException {
        Message message = message(1, true, BOB, "1");
        store.put(List.of(message));
        execute("ALTER TABLE duet_message DROP COLUMN unstyled");
        execute("DELETE FROM duet_schema WHERE version >= 5");
        try (MessageStore newer = JdbcStore.on(database).messages().open("Alice")) {
            assertEquals(List.of(message), newer.referred("id-1"));
        }
    }

    @Test
    void tablesOfANewerVersionAreLeftAlone() throws IOException, SQLException {
        store.conversations();
        execute("INSERT INTO duet_schema (version) VALUES (99)");
        try (MessageStore older = JdbcStore.on(database).messages().open("Alice")) {
            IOException failed = assertThrows(IOException.class, older::conversations);
            assertTrue(failed.getMessage().contains("newer Duet: version 99"), failed::getMessage);
        }
    }

    @Test
    void aBatchIsKeptWholeOrNotAtAllAndTheStoreGoesOn() throws IOException, SQLException {
        store.conversations();
        execute("ALTER TABLE duet_message ADD CONSTRAINT no_such CHECK (body <> 'bad')");
        List<Message> batch = List.of(message(1, true, BOB, "good"), message(2, true, BOB, "bad"));
        assertThrows(IOException.class, () -> store.put(batch));
        assertEquals(List.of(), read("", null, 10));
        store.put(batch.subList(0, 1));
        assertEquals(1, read("", null, 10).size());
    }

    @Test
    void aFileHasWhatWasKept(@TempDir Path folder) throws IOException {
        JdbcStore stores = JdbcStore.on(new Database("jdbc:h2:" + folder.resolve("messages")));
        Message message = message(1, true, BOB, "1");
        try (MessageStore first = stores.messages().open("Alice")) {
            first.put(List.of(message));
        }
        try (MessageStore second = stores.messages().open("Alice")) {
            assertEquals(List.of(message), second.referred("id-1"));
        }
    }
}
