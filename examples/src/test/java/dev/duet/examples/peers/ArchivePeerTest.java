package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.Room;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.ArchivePreferences.Rule;
import dev.duet.model.Delivery;
import dev.duet.model.JoinOptions;
import dev.duet.model.Message;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.model.XmppConfig.Encryption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device that was not there reads back what was said, out of the archives of a real server, which has rooms. */
abstract class ArchivePeerTest extends AtServer {

    /** The users that the server has. */
    static final String[] USERS = {"alice", "bob", "carol", "dave", "erin", "frank"};

    private static final int SAID = 30;
    private static final int PAGE = 8;

    private final List<Account> open = new ArrayList<>();
    private final JdbcDataSource database = new JdbcDataSource();

    /** Whether rooms say who is who (XEP-0421): without, nobody knows whose an old correction is. */
    boolean hasOccupantIds() {
        return true;
    }

    ArchivePeerTest() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @AfterEach
    void close() {
        open.forEach(Account::close);
    }

    private Account online(String user) {
        return signedIn(PeerAccounts.xmpp(server(), user, Encryption.STARTTLS));
    }

    private Account keeping(String user) {
        return Duet.builder()
                .messageStore(JdbcStore.on(database).messages())
                .open(AccountConfig.builder(user)
                        .xmpp(
                                user + "@" + XmppPeer.DOMAIN,
                                XmppPeer.PASSWORD,
                                PeerAccounts.at(server(), Encryption.STARTTLS))
                        .build());
    }

    private Account signedIn(Account account) {
        open.add(account);
        account.on(ContactRequest.class, ContactRequest::approve);
        Futures.await(account.connect());
        return account;
    }

    private static String address(String user) {
        return user + "@" + XmppPeer.DOMAIN;
    }

    private static Conversation with(Account account, String user) {
        return account.conversation(address(user));
    }

    private static void meet(Account one, String other, Account there) {
        Futures.await(one.contacts().add(address(other)));
        await("contacts").until(() -> one.contacts()
                .find(address(other))
                .flatMap(contact -> contact.rosterEntry())
                .filter(entry -> entry.subscription().seesContact())
                .isPresent());
        Futures.await(there.contacts().add(address(one.name())));
        await("seen").until(() -> there.contacts()
                .find(address(one.name()))
                .filter(contact -> contact.presence().availability().isOnline())
                .isPresent());
    }

    private static Message heard(Conversation conversation, String words) {
        await("heard: " + words).until(() -> Said.find(conversation, words).isPresent());
        return Said.find(conversation, words).orElseThrow();
    }

    /** Reads everything back, a page at a time. */
    private static List<Message> readBack(Conversation conversation, int most) {
        List<Message> all = new ArrayList<>();
        List<Message> page = Futures.await(conversation.latest(most));
        while (!page.isEmpty()) {
            assertTrue(page.size() <= most, page.size() + " messages");
            all.addAll(0, page);
            MessagePosition first = page.get(0).position();
            page = Futures.await(conversation.before(first, most));
        }
        return all;
    }

    private static List<String> shown(List<Message> messages) {
        return messages.stream()
                .map(message -> (message.incoming() ? "< " : "> ")
                        + message.body()
                        + message.details().reactions().stream()
                                .map(reaction -> reaction.emojis().toString())
                                .reduce("", String::concat)
                        + (message.isEdited() ? " (edited)" : "")
                        + (message.isRetracted() ? "(retracted)" : ""))
                .toList();
    }

    private static Set<String> ids(List<Message> messages) {
        Set<String> ids = new LinkedHashSet<>();
        messages.forEach(message -> ids.add(message.incoming() + message.id()));
        return ids;
    }

    @Test
    void aConversationIsReadBackAsItIsAndKept() {
        Account alice = online("alice");
        Account bob = online("bob");
        meet(alice, "bob", bob);
        Conversation hers = with(alice, "bob");
        Conversation his = with(bob, "alice");
        List<Message> byAlice = new ArrayList<>();
        for (int i = 1; i <= SAID; i++) {
            boolean fromBob = i % 2 == 0;
            Message sent = Futures.await((fromBob ? his : hers).send("No. " + i));
            heard(fromBob ? hers : his, "No. " + i);
            if (!fromBob) {
                byAlice.add(sent);
            }
        }
        Futures.await(his.correct(heard(his, "No. 4"), "No. four"));
        heard(hers, "No. four");
        Futures.await(hers.retract(byAlice.get(2)));
        await("taken back").until(() -> Said.find(his, "No. 5").isEmpty());
        Futures.await(his.react(heard(his, "No. 7"), Set.of("👍")));
        await("reacted").until(() -> !heard(hers, "No. 7").details().reactions().isEmpty());
        his.markRead();
        await("read").until(() -> Said.now(hers, byAlice.get(14)).delivery().stage() == Delivery.Stage.READ);
        List<String> expected = shown(hers.history());
        assertEquals(SAID, expected.size());
        assertTrue(expected.contains("> No. 7[👍]") && expected.contains("< No. four (edited)"), expected.toString());
        assertEquals("> (retracted)", expected.get(4));
        alice.close();

        Account phone = signedIn(keeping("alice"));
        Queue<MessageReceived> news = new ConcurrentLinkedQueue<>();
        phone.on(MessageReceived.class, news::add);
        Conversation there = with(phone, "bob");
        List<Message> read = readBack(there, PAGE);
        assertEquals(expected, shown(read));
        assertEquals(SAID, ids(read).size());
        for (Message message : read) {
            assertEquals(Delivery.Stage.READ, message.delivery().stage(), message.body());
        }
        assertEquals(List.of(), List.copyOf(news), "what was there before is no news");
        assertEquals(0, there.unread());
        Futures.await(his.send("Something new"));
        heard(there, "Something new");
        assertEquals(1, news.size());
        assertEquals(1, there.unread());
        assertEquals(expected, shown(readBack(there, 100).subList(0, SAID)));
        phone.close();

        Account offline = keeping("alice");
        open.add(offline);
        List<Message> kept = Futures.await(with(offline, "bob").latest(100));
        assertEquals(expected, shown(kept.subList(0, SAID)));
        assertEquals(SAID + 1, kept.size());

        Account tablet = online("alice"); // keeps nothing
        assertEquals(expected, shown(readBack(with(tablet, "bob"), 7).subList(0, SAID)));
    }

    @Test
    void aRoomIsReadBackAlsoBeyondWhatWasMissedOfIt() {
        String address = "old-" + UUID.randomUUID() + "@rooms." + XmppPeer.DOMAIN;
        Account carol = online("carol");
        Room room = carol.rooms().room(address);
        Futures.await(room.join(JoinOptions.as("Carol")));
        List<Message> byCarol = new ArrayList<>();
        for (int i = 1; i <= SAID; i++) {
            byCarol.add(Futures.await(room.conversation().send("No. " + i)));
        }
        Futures.await(room.conversation().correct(byCarol.get(1), "No. two"));
        await("passed on").until(() -> Said.find(room.conversation(), "No. two")
                .filter(message -> message.delivery().stage() == Delivery.Stage.DELIVERED)
                .isPresent());

        Account dave = signedIn(keeping("dave"));
        Room there = dave.rooms().room(address);
        Futures.await(there.join(JoinOptions.as("Dave").withHistory(0)));
        List<Message> read = readBack(there.conversation(), PAGE);
        List<String> expected = new ArrayList<>(IntStream.rangeClosed(1, SAID)
                .mapToObj(i -> i == 2 && hasOccupantIds() ? "< No. two (edited)" : "< No. " + i)
                .toList());
        if (!hasOccupantIds()) {
            expected.add("< No. two");
        }
        assertEquals(expected, shown(read));
        assertEquals("Carol", ((Address.Xmpp) read.get(0).from()).resource());

        Futures.await(there.leave());
        for (int i = SAID + 1; i <= SAID + 5; i++) {
            Futures.await(room.conversation().send("No. " + i));
            expected.add("< No. " + i);
        }
        heard(room.conversation(), "No. " + (SAID + 5));
        Futures.await(there.join(JoinOptions.as("Dave").withHistory(0)));
        Futures.await(there.conversation().send("Back again"));
        expected.add("> Back again");
        await("passed on")
                .until(() ->
                        heard(there.conversation(), "Back again").delivery().stage() == Delivery.Stage.DELIVERED);
        List<Message> all = readBack(there.conversation(), PAGE);
        assertEquals(expected, shown(all));
        assertEquals(expected.size(), ids(all).size());
    }

    @Test
    void theUserSaysWhatIsKept() {
        Account erin = online("erin");
        Account frank = online("frank");
        ArchivePreferences before = Futures.await(erin.link(Protocol.XMPP).archivePreferences());
        Futures.await(with(frank, "erin").send("Kept"));
        heard(with(erin, "frank"), "Kept");
        ArchivePreferences wish = new ArchivePreferences(Rule.ALWAYS, Set.of(), Set.of(Address.xmpp(address("frank"))));
        assertEquals(wish, Futures.await(erin.link(Protocol.XMPP).setArchivePreferences(wish)));
        assertEquals(wish, Futures.await(erin.link(Protocol.XMPP).archivePreferences()));
        Futures.await(with(frank, "erin").send("Not kept"));
        heard(with(erin, "frank"), "Not kept");
        erin.close();
        Account later = online("erin");
        assertEquals(List.of("< Kept"), shown(readBack(with(later, "frank"), PAGE)));
        ArchivePreferences roster = ArchivePreferences.of(Rule.ROSTER);
        assertEquals(roster, Futures.await(later.link(Protocol.XMPP).setArchivePreferences(roster)));
        assertEquals(before, Futures.await(later.link(Protocol.XMPP).setArchivePreferences(before)));
    }
}
