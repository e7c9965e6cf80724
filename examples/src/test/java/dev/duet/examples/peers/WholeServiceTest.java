package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.CallPhase;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.LinkPhase;
import dev.duet.model.MediaConfig;
import dev.duet.model.Message;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment.Kind;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.XmppConfig.Encryption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One service made of two stacks, on real servers. Alice has a colleague with SIP alone (Bob, at baresip), one with
 * XMPP alone (Carol, at profanity, with a telephone that speaks Jingle), and one with both (Dora). What happens is
 * printed.
 */
@NeedsPeers({"kamailio", "prosody", "baresip", "profanity", "tmux"})
class WholeServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FAILOVER = Duration.ofSeconds(3);
    private static final String BY_XMPP = "XMPP comes first for messages (RFC 7081)";

    @TempDir
    private Path folder;

    private final long start = System.nanoTime();
    private final List<String> atDora = new CopyOnWriteArrayList<>();
    private final List<String> atAlice = new CopyOnWriteArrayList<>();
    private Account alice;
    private Account dora;
    private Account telephone;
    private Contact bob;
    private Contact carol;
    private Contact friend;

    @Test
    void peopleAreOneListOnePresenceAndOneConversationWhateverTheyUse() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Prosody prosody = Prosody.start(folder, "alice", "carol", "dora");
                Baresip baresip = Baresip.start(
                        folder, kamailio, "bob", "PCMU", Speech.forCodec(folder, "PCMU"), ";pubint=300", false);
                Profanity profanity = Profanity.start(folder, prosody, "carol");
                Account one = both("alice", kamailio, prosody);
                Account two = both("dora", kamailio, prosody);
                Account three = Duet.open(AccountConfig.builder("Carol's telephone")
                        .xmpp(
                                "carol@" + Prosody.DOMAIN,
                                Prosody.PASSWORD,
                                PeerAccounts.at(prosody, Encryption.STARTTLS))
                        .media(MediaConfig.DEFAULT.withCodecs("PCMU"))
                        .build())) {
            alice = one;
            dora = two;
            telephone = three;
            signIn();
            oneListWithTruePresence(baresip, profanity);
            chats(baresip, profanity);
            calls();
            xmppDies(prosody);
            try (Prosody again = prosody.restarted()) {
                tell("The XMPP server is back at port " + again.port());
                xmppIsBack();
                sipDies(kamailio);
                baresip.process().kill(); // it would wait for its server to take its leave
            }
        }
    }

    // --- the people

    private void signIn() {
        dora.on(MessageReceived.class, event -> atDora.add(event.message().body()));
        alice.on(MessageReceived.class, event -> atAlice.add(event.message().body()));
        for (Account answering : List.of(dora, telephone)) {
            answering.on(IncomingCall.class, event -> event.call().answer());
        }
        Futures.await(alice.connect());
        Futures.await(dora.connect());
        tell("Alice and Dora are online by SIP and XMPP");
    }

    private static Account both(String user, Kamailio kamailio, Prosody prosody) {
        return Duet.open(AccountConfig.builder(user)
                .sip(user + "@" + Kamailio.DOMAIN, Kamailio.PASSWORD, PeerAccounts.at(kamailio, Transport.TLS))
                .xmpp(user + "@" + Prosody.DOMAIN, Prosody.PASSWORD, PeerAccounts.at(prosody, Encryption.STARTTLS))
                .acceptContacts(true)
                .messageFailover(FAILOVER)
                .media(MediaConfig.DEFAULT.withCodecs("PCMU"))
                .build());
    }

    private void oneListWithTruePresence(Baresip baresip, Profanity profanity) {
        DirectoryEntry entryOfBob = DirectoryEntry.of("Bob", Address.sip("bob@" + Kamailio.DOMAIN));
        DirectoryEntry entryOfCarol = DirectoryEntry.of("Carol", Address.xmpp("carol@" + Prosody.DOMAIN));
        List<DirectoryEntry> company = List.of(entryOfBob, entryOfCarol, withBoth("Alice"), withBoth("Dora"));
        for (Account account : List.of(alice, dora)) {
            Futures.await(account.contacts()
                    .directory(
                            "Company",
                            true,
                            company.stream()
                                    .filter(entry -> !entry.name().equalsIgnoreCase(account.name()))
                                    .toList()));
        }
        bob = Futures.await(alice.contacts().add("sip:bob@" + Kamailio.DOMAIN));
        carol = Futures.await(alice.contacts().add("carol@" + Prosody.DOMAIN));
        friend = Futures.await(alice.contacts().add("dora@" + Prosody.DOMAIN));
        Futures.await(dora.contacts().add("alice@" + Prosody.DOMAIN));
        Futures.await(dora.contacts().add("sip:alice@" + Kamailio.DOMAIN));
        profanity.awaitScreen("alice@" + Prosody.DOMAIN).type("/sub allow alice@" + Prosody.DOMAIN);
        profanity.type("/sub request alice@" + Prosody.DOMAIN);
        baresip.command("presence_online", "");
        is(bob, Availability.AVAILABLE);
        is(carol, Availability.AVAILABLE);
        is(friend, Availability.AVAILABLE);
        assertEquals(
                3, alice.contacts().all().size(), () -> alice.contacts().all().toString());
        assertEquals(2, friend.addresses().size(), friend.mergedBecause());

        profanity.type("/status set dnd \"Writing\"");
        is(carol, Availability.DO_NOT_DISTURB);
        assertEquals("Writing", carol.presence().note());
        Futures.await(dora.publish(OwnPresence.of(Availability.AWAY)));
        is(friend, Availability.AWAY);
        people();
        profanity.type("/status set online");
        Futures.await(dora.publish(OwnPresence.AVAILABLE));
        is(carol, Availability.AVAILABLE);
        is(friend, Availability.AVAILABLE);
    }

    private static DirectoryEntry withBoth(String name) {
        String user = name.toLowerCase(Locale.ROOT) + "@";
        return DirectoryEntry.of(name, Address.xmpp(user + Prosody.DOMAIN), Address.sip(user + Kamailio.DOMAIN));
    }

    private static void is(Contact contact, Availability availability) {
        until(contact.name() + " is " + availability, () -> contact.presence().availability() == availability);
    }

    private void people() {
        for (Contact contact : alice.contacts().all()) {
            tell("  " + contact.name() + " " + contact.addresses() + ": "
                    + contact.presence().because());
        }
    }

    // --- a chat with each

    private void chats(Baresip baresip, Profanity profanity) {
        route(send(alice, bob, "Hello Bob"), Protocol.SIP, "XMPP does not reach them");
        until("baresip shows it", () -> baresip.process().log().contains("message.wav"));
        profanity.type("/msg alice@" + Prosody.DOMAIN);
        route(send(alice, carol, "Hello Carol"), Protocol.XMPP, BY_XMPP);
        profanity.awaitScreen("Hello Carol").type("Hello Alice");
        until("Carol's answer", () -> atAlice.contains("Hello Alice"));
        route(send(alice, carol, "How are you?"), Protocol.XMPP, "The last message came in this way");
        profanity.awaitScreen("How are you?");
        route(send(alice, friend, "Hello Dora"), Protocol.XMPP, BY_XMPP);
        until("Dora has it", () -> atDora.contains("Hello Dora"));
    }

    private Message send(Account from, Contact to, String body) {
        return Futures.await(from.conversation(to).send(body));
    }

    private void route(Message message, Protocol by, String why) {
        tell("\"" + message.body() + "\" to " + message.to() + " by "
                + message.route().protocol() + ": " + message.route().why());
        assertEquals(by, message.protocol(), message.route().why());
        assertEquals(why, message.route().why());
    }

    // --- a call with each, and on the phone both ways

    private void calls() {
        Contact seen = dora.contacts().find("alice@" + Prosody.DOMAIN).orElseThrow();
        Call desk = connects(bob, Protocol.SIP, "SIP");
        until("Dora sees Alice on the phone", () -> tells(seen, Kind.XMPP_RESOURCE) && tells(seen, Kind.PIDF_TUPLE));
        tell("Dora sees Alice: " + seen.presence().because());
        until("Alice sees Bob on the phone", () -> bob.presence().onThePhone());
        people();
        Futures.await(desk.hangup());
        until(
                "Bob hung up",
                () -> !bob.presence().onThePhone() && !seen.presence().onThePhone());

        Futures.await(telephone.connect());
        Call app = connects(carol, Protocol.XMPP, "XMPP");
        until("Dora sees that, too", () -> tells(seen, Kind.XMPP_RESOURCE) && tells(seen, Kind.PIDF_TUPLE));
        tell("Dora sees Alice: " + seen.presence().because());
        Futures.await(app.hangup());
        Futures.await(telephone.disconnect());

        Call both = connects(friend, Protocol.SIP, "SIP");
        until("Alice sees Dora on the phone", () -> friend.presence().onThePhone());
        Futures.await(both.hangup());
        until("no more", () -> !friend.presence().onThePhone());
    }

    private static boolean tells(Contact contact, Kind kind) {
        return contact.presence().fragments().stream()
                .anyMatch(fragment -> fragment.source().kind() == kind
                        && fragment.activities().contains(Activity.ON_THE_PHONE));
    }

    private Call connects(Contact contact, Protocol by, String why) {
        Call call = alice.call(contact);
        Futures.await(call.connected());
        Route route = call.route().orElseThrow();
        tell("Call to " + route.target() + " by " + route.protocol() + ": " + route.why());
        assertEquals(by, route.protocol());
        assertTrue(route.why().contains(why), route::why);
        assertEquals(CallPhase.ACTIVE, call.phase());
        return call;
    }

    // --- servers die

    private void xmppDies(Prosody prosody) {
        Conversation here = alice.conversation(friend);
        Conversation there = dora.conversation("alice@" + Prosody.DOMAIN);
        atDora.clear();
        atAlice.clear();
        List<CompletableFuture<Message>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(here.send("a" + i));
            sent.add(there.send("d" + i));
            if (i == 9) {
                until("it is on its way", () -> atDora.contains("a4") && atAlice.contains("d4"));
                prosody.process().kill();
                tell("The XMPP server is killed in the middle of it");
            }
        }
        sent.forEach(Futures::await);
        assertTrue(count(here, Protocol.SIP) >= 10 && count(there, Protocol.SIP) >= 10, "the server was dead");
        tell("All was taken; by XMPP went " + count(here, Protocol.XMPP) + " and " + count(there, Protocol.XMPP)
                + ", by SIP " + count(here, Protocol.SIP) + " and " + count(there, Protocol.SIP));
        until("the loss", () -> phase(alice, Protocol.XMPP) != LinkPhase.ONLINE);
        is(carol, Availability.UNKNOWN);
        Message down = Futures.await(here.send("Are you there?"));
        tell("\"" + down.body() + "\" by " + down.protocol() + ": "
                + down.route().why());
        assertEquals(Protocol.SIP, down.protocol());
        Message answer = Futures.await(there.send("I am"));
        assertEquals(Protocol.SIP, answer.protocol());
        until("both have that", () -> atDora.contains("Are you there?") && atAlice.contains("I am"));
        assertEquals(LinkPhase.ONLINE, phase(alice, Protocol.SIP));
    }

    private void xmppIsBack() {
        Conversation here = alice.conversation(friend);
        Conversation there = dora.conversation("alice@" + Prosody.DOMAIN);
        alice.networkChanged();
        dora.networkChanged();
        until("they see each other again", () -> isSeenByXmpp(here.contact()) && isSeenByXmpp(there.contact()));
        // Who is there may be told before the server has said that others reach this side.
        until(
                "both are online",
                () -> phase(alice, Protocol.XMPP) == LinkPhase.ONLINE
                        && phase(dora, Protocol.XMPP) == LinkPhase.ONLINE);
        route(Futures.await(here.send("Back again")), Protocol.XMPP, BY_XMPP);
        until("Dora has that", () -> atDora.contains("Back again"));
        route(Futures.await(there.send("So am I")), Protocol.XMPP, "The last message came in this way");
        complete(atDora, "a");
        complete(atAlice, "d");
        tell("Each has all that the other said, once: " + atDora.size() + " and " + atAlice.size());
    }

    private static boolean isSeenByXmpp(Contact contact) {
        return contact.presence().fragments().stream()
                .anyMatch(fragment -> fragment.source().kind() == Kind.XMPP_RESOURCE
                        && fragment.availability().isOnline());
    }

    private static void complete(List<String> heard, String prefix) {
        List<String> all =
                IntStream.range(0, 20).mapToObj(number -> prefix + number).toList();
        until("all of " + prefix, () -> heard.containsAll(all) && heard.size() >= 22);
        assertEquals(new HashSet<>(heard).size(), heard.size(), () -> "twice: " + heard);
        assertEquals(22, heard.size(), heard::toString);
    }

    private static long count(Conversation chat, Protocol protocol) {
        return chat.history().stream()
                .filter(message -> !message.incoming() && message.protocol() == protocol)
                .count();
    }

    private void sipDies(Kamailio kamailio) {
        kamailio.process().kill();
        tell("The SIP server is killed");
        until("the loss", () -> phase(alice, Protocol.SIP) != LinkPhase.ONLINE);
        is(bob, Availability.UNKNOWN);
        Call call = connects(friend, Protocol.XMPP, "XMPP");
        until("Alice sees Dora on the phone", () -> friend.presence().onThePhone());
        Futures.await(call.hangup());
        people();
    }

    private static LinkPhase phase(Account account, Protocol protocol) {
        return account.link(protocol).state().phase();
    }

    private void tell(String what) {
        System.out.printf(Locale.ROOT, "%6.2f s %s%n", (System.nanoTime() - start) / 1e9, what);
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
    }
}
