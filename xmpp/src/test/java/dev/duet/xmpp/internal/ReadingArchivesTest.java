package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.ArchivePreferences.Rule;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.OwnPresence;
import dev.duet.model.Secret;
import dev.duet.model.XmppConfig;
import dev.duet.spi.ArchiveAnswer;
import dev.duet.spi.ArchiveAnswer.Entry.Said;
import dev.duet.spi.ArchiveAnswer.Entry.Told;
import dev.duet.spi.ArchiveLink.Query;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.stream.StreamFeatures;
import dev.duet.xmpp.internal.xep0030.CapsCache;
import dev.duet.xmpp.internal.xep0084.AvatarCache;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reading the account's archive back (XEP-0313); the server is this test, on virtual time. */
class ReadingArchivesTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@x.org/desk");
    private static final Address.Xmpp BOB = Address.xmpp("bob@x.org");
    private static final String MAM = "urn:xmpp:mam:2";
    private static final String RSM = "http://jabber.org/protocol/rsm";
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    private static final String DISCO = "http://jabber.org/protocol/disco#info";

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Xml> sent = new ArrayList<>();
    private final Facts facts = new Facts();
    private final Session session = new Session(
            new Session.Parts(
                    sent::add,
                    loop,
                    SELF,
                    facts,
                    XmppConfig.builder(SELF, Secret.of("secret")).build(),
                    new CapsCache(),
                    new AvatarCache(),
                    StreamFeatures.NONE,
                    new Memory(),
                    loop::nanoTime,
                    failure -> {}),
            OwnPresence.AVAILABLE);

    private Xml last(String text) {
        return sent.stream()
                .filter(stanza -> stanza.toString().contains(text))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("No " + text + " in " + sent));
    }

    private void answer(Xml request, Xml payload) {
        session.stanza(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", request.attribute("id"))
                .attribute("from", request.attribute("to"))
                .add(payload)
                .build());
    }

    private void signedIn(String feature) {
        session.start(() -> {});
        answer(last("jabber:iq:roster"), Xml.empty("query", "jabber:iq:roster"));
        answer(
                last("to='alice@x.org'"),
                Xml.element("query", DISCO)
                        .add(Xml.element("feature", DISCO)
                                .attribute("var", feature)
                                .build())
                        .build());
    }

    private void asks(long operation, String before, @Nullable Instant until) {
        session.readArchive(operation, BOB, new Query(BOB, false, before, until, 20));
    }

    private Xml query() {
        return last("var='with'").child("query", MAM);
    }

    private void end(String first, boolean complete) {
        Xml.Builder set = Xml.element("set", RSM);
        if (!first.isEmpty()) {
            set.add("first", first);
        }
        answer(
                last("var='with'"),
                Xml.element("fin", MAM)
                        .attribute("complete", Boolean.toString(complete))
                        .add(set.build())
                        .build());
    }

    private static Xml message(String from, String to, String id, Xml... payloads) {
        Xml.Builder message = Xml.element("message", Xml.CLIENT)
                .attribute("from", from)
                .attribute("to", to)
                .attribute("type", "chat")
                .attribute("id", id);
        for (Xml payload : payloads) {
            message.add(payload);
        }
        return message.build();
    }

    private static Xml body(String text) {
        return Xml.element("body", Xml.CLIENT).text(text).build();
    }

    private static Xml result(String from, String queryId, String archiveId, Xml inner) {
        return Xml.element("message", Xml.CLIENT)
                .attribute("from", from)
                .add(Xml.element("result", MAM)
                        .attribute("queryid", queryId)
                        .attribute("id", archiveId)
                        .add(inner)
                        .build())
                .build();
    }

    private static Xml forwarded(Xml inner) {
        return Xml.element("forwarded", "urn:xmpp:forward:0")
                .add(Xml.element("delay", "urn:xmpp:delay")
                        .attribute("stamp", "2026-11-25T10:00:00Z")
                        .build())
                .add(inner)
                .build();
    }

    private void gives(String archiveId, Xml inner) {
        session.stanza(result("alice@x.org", query().attribute("queryid"), archiveId, forwarded(inner)));
    }

    private ArchiveAnswer.Page page(long operation) {
        return assertInstanceOf(ArchiveAnswer.Page.class, facts.answers.get(operation));
    }

    private static Xml hello() {
        return message("bob@x.org/phone", "alice@x.org", "m1", body("Hello"));
    }

    @Test
    void aPageIsAskedForAndTold() {
        signedIn(MAM);
        asks(7, "a9", Instant.parse("2026-11-25T10:00:01.5Z"));
        Xml query = query();
        assertTrue(query.toString().contains("bob@x.org"));
        assertTrue(query.toString().contains("2026-11-25T10:00:01Z"), query.toString());
        assertEquals("a9", query.child("set", RSM).textOf("before"));
        assertEquals("20", query.child("set", RSM).textOf("max"));
        gives("a1", hello());
        gives("a2", message("alice@x.org/tv", "bob@x.org", "t1", body("Hi")));
        gives(
                "a3",
                message(
                        "bob@x.org/phone",
                        "alice@x.org",
                        "r1",
                        Xml.element("received", "urn:xmpp:receipts")
                                .attribute("id", "t1")
                                .build()));
        gives("a4", message("alice@x.org/tv", "bob@x.org", "r2", Xml.empty("private", "urn:xmpp:carbons:2")));
        end("a1", true);
        ArchiveAnswer.Page page = page(7);
        assertTrue(page.complete());
        assertEquals("a1", page.first());
        assertEquals(3, page.entries().size());
        Said hello = assertInstanceOf(Said.class, page.entries().get(0));
        assertEquals("a1", hello.message().archiveId());
        assertEquals(Instant.parse("2026-11-25T10:00:00Z"), hello.message().at());
        assertTrue(assertInstanceOf(Said.class, page.entries().get(1)).message().own());
        assertEquals(
                new Told("t1", Address.xmpp("bob@x.org/phone"), Delivery.DELIVERED),
                page.entries().get(2));
        assertTrue(facts.messages.isEmpty(), "none of it is news");
    }

    @Test
    void whatSomebodyElseGivesIsRefused() {
        signedIn(MAM);
        asks(7, "", null);
        String queryId = query().attribute("queryid");
        session.stanza(result("mallory@x.org", queryId, "f1", forwarded(hello())));
        session.stanza(result("x.org", queryId, "f2", forwarded(hello())));
        session.stanza(result("bob@x.org", queryId, "f3", forwarded(hello())));
        session.stanza(result("alice@x.org", "guess", "f4", forwarded(hello())));
        session.stanza(result("alice@x.org", "", "f5", forwarded(hello())));
        session.stanza(result("alice@x.org", queryId, "f6", hello()));
        session.stanza(result("alice@x.org", queryId, "", forwarded(hello())));
        session.stanza(result("alice@x.org", queryId, "f7", forwarded(Xml.empty("message", "urn:other"))));
        gives("f8", message("tea@rooms.x.org/Bob", "alice@x.org", "w", body("x"), Xml.empty("x", MUC_USER)));
        gives("f9", message("not a jid@@", "alice@x.org", "w", body("x")));
        end("", true);
        assertEquals(List.of(), page(7).entries());
        session.stanza(result("alice@x.org", queryId, "late", forwarded(hello())));
        assertTrue(facts.messages.isEmpty());
    }

    @Test
    void anArchiveThatGivesWithoutEndIsNotHeardWithoutEnd() {
        signedIn(MAM);
        asks(7, "", null);
        for (int i = 0; i < 1_100; i++) {
            gives("a" + i, message("bob@x.org/phone", "alice@x.org", "m" + i, body("Hello")));
        }
        end("a0", false);
        assertEquals(1_000, page(7).entries().size());
        assertFalse(page(7).complete());
    }

    @Test
    void withoutAnArchiveNothingIsAskedAndAnEndFailsWhatWaits() {
        asks(6, "", null);
        signedIn("urn:other");
        assertEquals(Failure.Kind.UNSUPPORTED, facts.failed.get(6L).kind());
        asks(8, "", null);
        assertEquals(Failure.Kind.UNSUPPORTED, facts.failed.get(8L).kind());
        assertTrue(sent.stream().noneMatch(stanza -> stanza.has("query", MAM)));
    }

    private static Xml prefs(String rule, String... never) {
        Xml.Builder list = Xml.element("never", MAM);
        for (String jid : never) {
            list.add("jid", jid);
        }
        return Xml.element("prefs", MAM)
                .attribute("default", rule)
                .add(list.build())
                .build();
    }

    @Test
    void preferencesAreReadAsFarAsTheyAreSome() {
        signedIn(MAM);
        session.archives().fetchPreferences(1);
        answer(last("<prefs"), prefs("roster", "bob@x.org", "", "@@", "  carol@x.org "));
        assertEquals(
                new ArchiveAnswer.Preferences(
                        new ArchivePreferences(Rule.ROSTER, Set.of(), Set.of(BOB, Address.xmpp("carol@x.org")))),
                facts.answers.get(1L));
        session.archives().fetchPreferences(2);
        answer(last("<prefs"), prefs("sometimes"));
        assertEquals(Failure.Kind.UNSUPPORTED, facts.failed.get(2L).kind());
        ArchivePreferences wish = new ArchivePreferences(Rule.NEVER, Set.of(BOB), Set.of());
        session.archives().setPreferences(3, wish);
        assertTrue(last("<prefs").toString().contains("default='never'"));
        session.stanza(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", last("<prefs").attribute("id"))
                .build());
        assertEquals(new ArchiveAnswer.Preferences(wish), facts.answers.get(3L));
    }
}
