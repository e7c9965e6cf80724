package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.OwnPresence;
import dev.duet.model.Secret;
import dev.duet.model.XmppConfig;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.stream.StreamFeatures;
import dev.duet.xmpp.internal.xep0030.CapsCache;
import dev.duet.xmpp.internal.xep0084.AvatarCache;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A session whose server is this test, on virtual time. */
class SessionTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@x.org/desk");
    private static final OwnPresence PHONE = OwnPresence.AVAILABLE.withActivities(Set.of(Activity.ON_THE_PHONE));

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Xml> sent = new ArrayList<>();
    private final Facts facts = new Facts();
    private final Memory memory = new Memory();
    private int reachable;

    private Session session(OwnPresence own) {
        Session.Parts parts = new Session.Parts(
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
                failure -> {});
        Session session = new Session(parts, own);
        session.start(() -> reachable++);
        return session;
    }

    private Xml lastWith(String text) {
        return sent.stream()
                .filter(stanza -> stanza.toString().contains(text))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("No " + text + " in " + sent));
    }

    private boolean saidAnything(String text) {
        return sent.stream().anyMatch(stanza -> stanza.toString().contains(text));
    }

    private void answer(Session session, Xml request, Xml payload) {
        session.stanza(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", request.attribute("id"))
                .attribute("from", request.attribute("to"))
                .add(payload)
                .build());
    }

    private void answerRoster(Session session) {
        answer(session, lastWith("jabber:iq:roster"), Xml.empty("query", "jabber:iq:roster"));
    }

    private void answerPep(Session session) {
        Xml info = Xml.element("query", "http://jabber.org/protocol/disco#info")
                .add(Xml.element("identity", "http://jabber.org/protocol/disco#info")
                        .attribute("category", "pubsub")
                        .attribute("type", "pep")
                        .build())
                .build();
        answer(session, lastWith("to='alice@x.org'"), info);
    }

    @Test
    void isReachableWhenTheServerHasItsPresence() {
        Session session = session(OwnPresence.AVAILABLE);
        answerPep(session);
        assertFalse(saidAnything("<presence"));
        answerRoster(session);
        int shown = sent.indexOf(lastWith("<presence"));
        Xml past = lastWith("urn:xmpp:ping");
        assertTrue(sent.indexOf(past) > shown, sent.toString());
        assertEquals(0, reachable);
        answer(session, past, Xml.empty("ping", "urn:xmpp:ping"));
        assertEquals(1, reachable);
    }

    @Test
    void showsItselfOnlyAfterTheContactListCame() {
        Session session = session(OwnPresence.AVAILABLE);
        assertFalse(saidAnything("<presence"));
        session.publish(OwnPresence.of(Availability.AWAY));
        assertFalse(saidAnything("<presence"));
        answerRoster(session);
        assertEquals("away", lastWith("<presence").textOf("show"));
    }

    @Test
    void showsItselfAlsoWhereThereIsNoContactList() {
        session(OwnPresence.AVAILABLE);
        loop.advance(Duration.ofSeconds(31));
        assertTrue(saidAnything("<presence"));
    }

    @Test
    void publishesTheActivityByPepAndTakesItBack() {
        Session session = session(PHONE);
        answerRoster(session);
        assertFalse(saidAnything("<publish"), "Not before the server is known to have PEP");
        answerPep(session);
        assertTrue(lastWith("<publish").toString().contains("on_the_phone"));
        session.publish(OwnPresence.AVAILABLE);
        assertFalse(lastWith("<publish").toString().contains("on_the_phone"));
        int before = sent.size();
        session.publish(OwnPresence.AVAILABLE.withNote("Free"));
        assertEquals(before + 1, sent.size(), "An activity that did not change is not published again");
    }

    @Test
    void takesBackInTheNextSessionWhatTheLastOneLeft() {
        Session first = session(PHONE);
        answerRoster(first);
        answerPep(first);
        answer(first, lastWith("<publish"), Xml.empty("pubsub", "http://jabber.org/protocol/pubsub"));
        first.end(Failure.of(Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, "lost"));
        sent.clear();

        Session second = session(OwnPresence.AVAILABLE);
        answerRoster(second);
        answerPep(second);
        assertTrue(saidAnything("<activity xmlns='http://jabber.org/protocol/activity'/>"), sent.toString());
    }

    @Test
    void leavesAloneWhatOthersPublishedForTheAccount() {
        Session session = session(OwnPresence.AVAILABLE);
        answerRoster(session);
        answerPep(session);
        assertFalse(saidAnything("<publish"));
    }

    @Test
    void leavesNoTimerBehind() {
        Session session = session(OwnPresence.AVAILABLE);
        answerRoster(session);
        session.end(Failure.of(Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "over"));
        assertEquals(0, loop.timers());
    }
}
