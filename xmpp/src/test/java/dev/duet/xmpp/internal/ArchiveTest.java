package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.MessageContent;
import dev.duet.model.OwnPresence;
import dev.duet.model.Secret;
import dev.duet.model.XmppConfig;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.stream.StreamFeatures;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0030.CapsCache;
import dev.duet.xmpp.internal.xep0084.AvatarCache;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Catching up with the account's archive (XEP-0313); the server is this test, on virtual time. */
class ArchiveTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@x.org/desk");
    private static final String MAM = "urn:xmpp:mam:2";
    private static final String RSM = "http://jabber.org/protocol/rsm";
    private static final String DISCO = "http://jabber.org/protocol/disco#info";

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Xml> sent = new ArrayList<>();
    private final Facts facts = new Facts();
    private final Memory memory = new Memory();
    private Session session = newSession();

    private Session newSession() {
        sent.clear();
        Session made = new Session(
                new Session.Parts(
                        sent::add,
                        loop,
                        SELF,
                        facts,
                        XmppConfig.builder(SELF, Secret.of("secret")).build(),
                        new CapsCache(),
                        new AvatarCache(),
                        StreamFeatures.NONE,
                        memory,
                        loop::nanoTime,
                        failure -> {}),
                OwnPresence.AVAILABLE);
        made.start(() -> {});
        return made;
    }

    private void lose() {
        session.end(Failure.of(Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, "lost"));
        session = newSession();
    }

    private Xml last(String text) {
        return sent.stream()
                .filter(stanza -> stanza.toString().contains(text))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("No " + text + " in " + sent));
    }

    private List<Xml> queries() {
        return sent.stream().filter(stanza -> stanza.has("query", MAM)).toList();
    }

    private void answer(Xml request, Xml payload) {
        session.stanza(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", request.attribute("id"))
                .attribute("from", request.attribute("to"))
                .add(payload)
                .build());
    }

    private void signedIn() {
        answer(last("jabber:iq:roster"), Xml.empty("query", "jabber:iq:roster"));
        answer(
                last("to='alice@x.org'"),
                Xml.element("query", DISCO)
                        .add(Xml.element("feature", DISCO).attribute("var", MAM).build())
                        .build());
    }

    private void end(boolean complete, String last) {
        Xml.Builder set = Xml.element("set", RSM);
        if (!last.isEmpty()) {
            set.add("last", last);
        }
        answer(
                queries().get(queries().size() - 1),
                Xml.element("fin", MAM)
                        .attribute("complete", Boolean.toString(complete))
                        .add(set.build())
                        .build());
    }

    private static Xml message(String from, String to, String id, String body, Consumer<Xml.Builder> more) {
        Xml.Builder message = Xml.element("message", Xml.CLIENT)
                .attribute("from", from)
                .attribute("to", to)
                .attribute("type", "chat")
                .attribute("id", id)
                .add("body", body)
                .add(Xml.element("origin-id", "urn:xmpp:sid:0")
                        .attribute("id", id)
                        .build());
        more.accept(message);
        return message.build();
    }

    private static void archivedAs(Xml.Builder message, String archiveId) {
        message.add(Xml.element("stanza-id", "urn:xmpp:sid:0")
                .attribute("by", "alice@x.org")
                .attribute("id", archiveId)
                .build());
    }

    private void live(String id, String body, String archiveId) {
        session.stanza(message("bob@x.org/phone", "alice@x.org", id, body, m -> archivedAs(m, archiveId)));
    }

    private Xml result(String from, String archiveId, Xml inner) {
        return result(from, archiveId, inner, "2026-11-25T10:00:00Z");
    }

    private Xml result(String from, String archiveId, Xml inner, String stamp) {
        String queryId = queries().get(queries().size() - 1).child("query", MAM).attribute("queryid");
        Xml forwarded = Xml.element("forwarded", "urn:xmpp:forward:0")
                .add(Xml.element("delay", "urn:xmpp:delay")
                        .attribute("stamp", stamp)
                        .build())
                .add(inner)
                .build();
        return Xml.element("message", Xml.CLIENT)
                .attribute("from", from)
                .attribute("to", SELF.jid())
                .add(Xml.element("result", MAM)
                        .attribute("queryid", queryId)
                        .attribute("id", archiveId)
                        .add(forwarded)
                        .build())
                .build();
    }

    private void missed(String archiveId, String id, String body) {
        session.stanza(result("alice@x.org", archiveId, message("bob@x.org/phone", "alice@x.org", id, body, m -> {})));
    }

    private List<String> bodies() {
        return facts.messages.stream().map(IncomingMessage::body).toList();
    }

    private String after(Xml query) {
        Xml set = query.child("query", MAM).child("set", RSM);
        return set.child("after", RSM) == null ? "none" : set.textOf("after");
    }

    @Test
    void aFirstSessionLearnsOnlyWhereTheArchiveEnds() {
        signedIn();
        assertEquals(1, queries().size());
        assertTrue(queries().get(0).toString().contains("<before"));
        missed("a9", "m9", "Long ago");
        end(false, "a9");
        assertEquals(List.of(), bodies());
        lose();
        signedIn();
        assertEquals("a9", after(queries().get(0)));
    }

    @Test
    void whatAFirstSessionMissedThatLearntNothingIsAskedForByTheTime() {
        Instant began = loop.now();
        loop.advance(Duration.ofSeconds(10));
        signedIn();
        lose();
        live("m2", "2", "a2");
        signedIn();
        Xml query = queries().get(0).child("query", MAM);
        assertEquals(
                began.minus(Duration.ofMinutes(1)).toString(),
                DataForm.in(query).value("start"));
        assertEquals("none", after(queries().get(0)));
        missed("a1", "m1", "1");
        missed("a2", "m2", "2");
        end(true, "a2");
        assertEquals(List.of("1", "2"), bodies());
        loop.advance(Duration.ofSeconds(5));
        lose();
        signedIn();
        assertEquals("a2", after(queries().get(0)));
    }

    @Test
    void anArchiveThatWasEmptyIsReadFromItsBeginning() {
        signedIn();
        end(true, "");
        lose();
        signedIn();
        assertEquals("none", after(queries().get(0)));
        assertFalse(queries().get(0).toString().contains("<before"));
    }

    @Test
    void aFirstSessionCatchesUpFromWhereAnEarlierRunOfTheProgramWas() {
        memory.place.begin("a7", Instant.parse("2026-11-20T10:00:00Z"));
        session = newSession();
        live("m9", "9", "a9");
        signedIn();
        assertEquals("a7", after(queries().get(0)));
        assertFalse(queries().get(0).toString().contains("start"));
        missed("a8", "m8", "8");
        missed("a9", "m9", "9");
        end(true, "a9");
        assertEquals(List.of("8", "9"), bodies());
        memory.place.begin("a1", Instant.parse("2026-11-20T10:00:00Z"));
        loop.advance(Duration.ofSeconds(5));
        lose();
        signedIn();
        assertEquals("a9", after(queries().get(0)), "What this run saw is newer");
    }

    @Test
    void whereTheArchiveHasForgottenThatMessageTheTimeTells() {
        memory.place.begin("a7", Instant.parse("2026-11-20T10:00:00.123Z"));
        session = newSession();
        signedIn();
        session.stanza(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("id", queries().get(0).attribute("id"))
                .add(Xml.element("error", Xml.CLIENT)
                        .attribute("type", "cancel")
                        .add(Xml.empty("item-not-found", "urn:ietf:params:xml:ns:xmpp-stanzas"))
                        .build())
                .build());
        Xml again = queries().get(1);
        assertEquals("none", after(again));
        assertTrue(again.toString().contains("2026-11-20T09:00:00Z"), again.toString());
        missed("b1", "m8", "8");
        end(false, "b1");
        assertEquals("b1", after(queries().get(2)));
        end(true, "");
        assertEquals(List.of("8"), bodies());
    }

    @Test
    void whatWasMissedComesBeforeWhatComesNowAndNothingTwice() {
        signedIn();
        live("m1", "1", "a1");
        lose();
        live("m4", "4", "a4");
        signedIn();
        assertEquals("a1", after(queries().get(0)));
        missed("a2", "m2", "2");
        end(false, "a2");
        assertEquals("a2", after(queries().get(1)), "The next page");
        live("m5", "5", "a5");
        missed("a3", "m3", "3");
        missed("a4", "m4", "4");
        end(true, "a4");
        assertEquals(List.of("1", "2", "3", "4", "5"), bodies());
        assertNotNull(facts.messages.get(1).at());
        live("m5", "5", "a6");
        assertEquals(5, bodies().size(), "Its sender said it twice");
        loop.advance(Duration.ofSeconds(5));
        lose();
        signedIn();
        assertEquals("a6", after(queries().get(0)));
    }

    @Test
    void whatTheArchiveShowsLateIsToldInItsPlace() {
        signedIn();
        live("m1", "1", "a1");
        lose();
        signedIn();
        session.suspend();
        session.resumed();
        missed("a2", "m2", "2");
        end(true, "a5"); // while a3 is not there yet
        live("m3", "3", "a3");
        assertEquals("a1", after(queries().get(1)));
        missed("a2", "m2", "2");
        missed("a3", "m3", "3");
        missed("a6", "m6", "6");
        end(true, "a6");
        assertEquals(List.of("1", "2", "3", "6"), bodies());
        lose();
        signedIn();
        missed("a4", "m4", "4");
        missed("a6", "m6", "6");
        end(true, "a6");
        assertEquals(List.of("1", "2", "3", "6", "4"), bodies(), "It is not lost");
    }

    /** After what the next page is asked for, behind a page of messages that were sent at those times before now. */
    private String afterPage(Duration... ago) {
        signedIn();
        live("m0", "0", "a0");
        lose();
        signedIn();
        for (int i = 1; i <= ago.length; i++) {
            String stamp = loop.now().minus(ago[i - 1]).toString();
            Xml message = message("bob@x.org/phone", "alice@x.org", "m" + i, "Hello", m -> {});
            session.stanza(result("alice@x.org", "a" + i, message, stamp));
        }
        end(false, "a" + ago.length);
        return after(queries().get(1));
    }

    @Test
    void theEndOfAPageMayMissSomethingStill() {
        assertEquals(
                "a2",
                afterPage(
                        Duration.ofSeconds(9),
                        Duration.ofMillis(1_300),
                        Duration.ofMillis(1_240),
                        Duration.ofMillis(1_100),
                        Duration.ofMillis(1_000)));
    }

    @Test
    void noMoreThanHalfAPageIsAskedForAgain() {
        assertEquals(
                "a2",
                afterPage(
                        Duration.ofMillis(300),
                        Duration.ofMillis(220),
                        Duration.ofMillis(150),
                        Duration.ofMillis(110),
                        Duration.ofMillis(100)));
    }

    @Test
    void whatIsOldIsNotAskedForAgain() {
        assertEquals("a3", afterPage(Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofSeconds(3)));
    }

    @Test
    void noMoreThanTheLastHundredAreAskedForAgain() {
        signedIn();
        for (int i = 0; i < 300; i++) {
            live("m" + i, Integer.toString(i), "a" + i);
        }
        lose();
        signedIn();
        assertEquals("a199", after(queries().get(0)));
    }

    @Test
    void theArchiveSaysInWhichOrderCameWhatCameWhileTheSessionResumed() {
        signedIn();
        live("m1", "1", "a1");
        session.suspend();
        session.resumed();
        assertEquals("a1", after(queries().get(1)));
        live("m3", "3", "a3");
        live("m2", "2", "a2");
        assertEquals(List.of("1"), bodies());
        missed("a2", "m2", "2");
        missed("a3", "m3", "3");
        end(true, "a3");
        live("m4", "4", "a4");
        assertEquals(List.of("1", "2", "3", "4"), bodies());
        assertEquals(2, queries().size());
    }

    @Test
    void anAnswerFromBeforeTheSessionResumedIsNotTheLast() {
        signedIn();
        live("m1", "1", "a1");
        lose();
        signedIn();
        session.suspend();
        session.resumed();
        live("m3", "3", "a3");
        live("m2", "2", "a2");
        end(true, "");
        assertEquals(List.of("1"), bodies());
        missed("a2", "m2", "2");
        missed("a3", "m3", "3");
        end(true, "a3");
        assertEquals(List.of("1", "2", "3"), bodies());
        assertEquals(2, queries().size());
    }

    @Test
    void whatOfOursIsInTheArchiveArrivedAndTheRestIsSentAgain() {
        signedIn();
        end(true, "");
        Address.Xmpp bob = Address.xmpp("bob@x.org");
        memory.ledger.keep(Messages.content(memory.ledger, "m1", bob, MessageContent.Text.of("1")));
        memory.ledger.keep(Messages.content(memory.ledger, "m2", bob, MessageContent.Text.of("2")));
        lose();
        session.send(Messages.content(memory.ledger, "m3", bob, MessageContent.Text.of("3")));
        signedIn();
        assertTrue(sent.stream().noneMatch(stanza -> stanza.has("body", Xml.CLIENT)), "Not before it is known");
        session.stanza(result("alice@x.org", "a1", message("alice@x.org/old", "bob@x.org", "m1", "1", m -> {})));
        session.stanza(result("alice@x.org", "a2", message("alice@x.org/tv", "bob@x.org", "t1", "TV", m -> {})));
        end(true, "a2");
        assertEquals(List.of(Stage.SENT), facts.deliveries.get("m1"));
        assertEquals(
                List.of("2", "3"),
                sent.stream()
                        .filter(stanza -> stanza.has("body", Xml.CLIENT))
                        .map(stanza -> stanza.textOf("body"))
                        .toList());
        assertEquals(List.of("TV"), bodies());
        assertTrue(facts.messages.get(0).own(), "Another device of the user said it");
    }

    @Test
    void forgedResultsAreDropped() {
        signedIn();
        end(true, "");
        lose();
        signedIn();
        Xml inner = message("bob@x.org/phone", "alice@x.org", "m1", "Forged", m -> {});
        session.stanza(result("mallory@x.org", "a1", inner));
        session.stanza(result("x.org", "a1", inner));
        Xml unasked = Xml.element("message", Xml.CLIENT)
                .add(Xml.element("result", MAM)
                        .attribute("queryid", "guess")
                        .attribute("id", "a1")
                        .add(Xml.element("forwarded", "urn:xmpp:forward:0")
                                .add(inner)
                                .build())
                        .build())
                .build();
        session.stanza(unasked);
        session.stanza(
                Xml.element("message", Xml.CLIENT).add(Xml.empty("result", MAM)).build());
        end(true, "");
        session.stanza(result("alice@x.org", "a1", inner));
        assertEquals(List.of(), bodies());
    }

    @Test
    void anArchiveThatFailsHoldsNothingUp() {
        signedIn();
        live("m1", "1", "a1");
        memory.ledger.keep(
                Messages.content(memory.ledger, "m2", Address.xmpp("bob@x.org"), MessageContent.Text.of("2")));
        lose();
        signedIn();
        live("m3", "3", "a3");
        Xml query = queries().get(0);
        session.stanza(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("id", query.attribute("id"))
                .build());
        assertEquals(List.of("1", "3"), bodies());
        assertEquals("2", last("<body>").textOf("body"));
    }
}
