package dev.duet.xmpp.internal.xep0045;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.JoinOptions;
import dev.duet.model.MessageContent;
import dev.duet.spi.LinkListener;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6121.Ledger;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room that does not take what is said: the user may not be there any more. */
class RoomsTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@x.org/desk");
    private static final Address.Xmpp ROOM = Address.xmpp("tea@rooms.x.org");
    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private final List<Xml> sent = new ArrayList<>();
    private final VirtualLoop loop = new VirtualLoop();
    private final LinkListener listener = mock(LinkListener.class);
    private final Ledger ledger = new Ledger();
    private final Iqs iqs = new Iqs(sent::add, loop, SELF, Duration.ofSeconds(30));
    private final RoomMemory memory = new RoomMemory();
    private Rooms rooms = session();

    private Rooms session() {
        return new Rooms(
                new RoomContext(
                        iqs, sent::add, loop, SELF, listener, ledger, Duration.ofSeconds(30), (to, more) -> Xml.element(
                                        "presence", Xml.CLIENT)
                                .attribute("to", to.jid())
                                .addAll(more)
                                .build()),
                memory);
    }

    @BeforeEach
    void enter() {
        rooms.join(1, ROOM, JoinOptions.as("Al"));
        letIn();
        verify(listener).completed(1);
        sent.clear();
    }

    private Xml last() {
        return sent.get(sent.size() - 1);
    }

    private void letIn() {
        fail(last(), "item-not-found");
        admit();
    }

    private void admit() {
        assertEquals("tea@rooms.x.org/Al", last().attribute("to"));
        Xml user = Xml.element("x", RoomCodec.USER)
                .add(Xml.element("item", RoomCodec.USER)
                        .attribute("affiliation", "none")
                        .attribute("role", "participant")
                        .build())
                .add(Xml.element("status", RoomCodec.USER)
                        .attribute("code", "110")
                        .build())
                .build();
        rooms.presence(
                ROOM.withResource("Al"),
                Xml.element("presence", Xml.CLIENT)
                        .attribute("from", ROOM.jid() + "/Al")
                        .add(user)
                        .build());
        take(groupchat(ROOM.jid(), "").add("subject", "").build());
    }

    private boolean take(Xml message) {
        return rooms.message(Jids.read(message.attribute("from")), message);
    }

    private static Xml.Builder groupchat(String from, String id) {
        return Xml.element("message", Xml.CLIENT)
                .attribute("type", "groupchat")
                .attribute("from", from)
                .attribute("id", id.isEmpty() ? null : id);
    }

    private void fail(Xml request, String condition) {
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("id", request.attribute("id"))
                .attribute("from", request.attribute("to"))
                .add(error(condition))
                .build());
    }

    private static Xml error(String condition) {
        return Xml.element("error", Xml.CLIENT)
                .attribute("type", "cancel")
                .add(Xml.empty(condition, STANZAS))
                .build();
    }

    /** As the session does. */
    private void say(String id) {
        Xml message = Messages.toRoom(ledger, id, ROOM, MessageContent.Text.of(id));
        if (!rooms.keeps(message)) {
            sent.add(message);
        }
    }

    private boolean refuse(String id, String condition) {
        return take(Xml.element("message", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("from", ROOM.jid())
                .attribute("id", id)
                .add(error(condition))
                .build());
    }

    private List<String> said() {
        return sent.stream()
                .filter(stanza -> stanza.name().equals("message"))
                .map(stanza -> stanza.attribute("id", ""))
                .toList();
    }

    private void failed(String id) {
        verify(listener).delivery(eq(id), argThat(delivery -> delivery.stage() == Delivery.Stage.FAILED));
    }

    @Test
    void whatARoomDoesNotTakeFromOneWhoIsNotThereIsSaidAgainInOrderWhenTheUserIsBack() {
        say("1");
        say("2");
        assertTrue(refuse("1", "not-acceptable"));
        Xml ping = last();
        assertEquals("tea@rooms.x.org/Al", ping.attribute("to"));
        assertTrue(refuse("2", "not-acceptable"));
        say("3");
        assertEquals(List.of("1", "2"), said());
        fail(ping, "not-acceptable");
        sent.removeIf(stanza -> stanza.name().equals("message"));
        letIn();
        assertEquals(List.of("1", "2", "3"), said());
        take(groupchat(ROOM.jid() + "/Al", "1").add("body", "1").build());
        verify(listener).delivery("1", Delivery.DELIVERED);
        verify(listener, never()).delivery(any(), argThat(delivery -> delivery.stage() == Delivery.Stage.FAILED));

        assertFalse(refuse("2", "not-acceptable"), "said once more, not for ever");
    }

    @Test
    void theRefusalStandsWhenTheUserIsThereOrNobodyKnows() {
        say("1");
        assertTrue(refuse("1", "not-acceptable"));
        say("2");
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", last().attribute("id"))
                .attribute("from", ROOM.jid() + "/Al")
                .build());
        failed("1");
        assertEquals(List.of("1", "2"), said(), "what was said meanwhile goes out");
        assertTrue(refuse("2", "not-acceptable"));
        loop.advance(Duration.ofMinutes(1));
        failed("2");
    }

    @Test
    void whoIsWantedBackOnTheWayOutComesBack() {
        rooms.doors().leave(ROOM);
        rooms.doors().leave(ROOM);
        rooms.doors().enter(ROOM, JoinOptions.as("Al"));
        assertEquals(1, sent.size(), "the way out is one");
        Xml user = Xml.element("x", RoomCodec.USER)
                .add(Xml.element("item", RoomCodec.USER)
                        .attribute("affiliation", "none")
                        .attribute("role", "none")
                        .build())
                .add(Xml.element("status", RoomCodec.USER)
                        .attribute("code", "110")
                        .build())
                .build();
        rooms.presence(
                ROOM.withResource("Al"),
                Xml.element("presence", Xml.CLIENT)
                        .attribute("type", "unavailable")
                        .attribute("from", ROOM.jid() + "/Al")
                        .add(user)
                        .build());
        assertEquals("iq", last().name());
        letIn();
        rooms.doors().leave(ROOM);
        assertEquals("unavailable", last().attribute("type"));
    }

    @Test
    void anotherRefusalAndOneOfWhatWasNotSaidHereAreNobodysToSayAgain() {
        say("1");
        assertFalse(refuse("1", "forbidden"));
        assertFalse(refuse("7", "not-acceptable"));
        assertEquals(List.of("1"), said());
    }

    @Test
    void whatIsToBeSaidAgainFailsWithTheWayBackInAndOutlastsTheSession() {
        say("1");
        refuse("1", "not-acceptable");
        say("2");
        rooms.end();
        assertEquals(
                List.of("1", "2"),
                ledger.takeKept().stream()
                        .map(message -> message.attribute("id", ""))
                        .toList());
    }

    @Test
    void whoIsCutOffBeforeAnythingWasHeardCatchesUpSinceTheWayIn() {
        Instant in = loop.now();
        loop.advance(Duration.ofSeconds(10));
        say("1");
        rooms.end();
        rooms = session();
        rooms.start(true);
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", last().attribute("id"))
                .attribute("from", ROOM.jid())
                .add(Xml.element("query", DiscoInfo.NAMESPACE)
                        .add(Xml.element("feature", DiscoInfo.NAMESPACE)
                                .attribute("var", Archive.NAMESPACE)
                                .build())
                        .build())
                .build());
        assertTrue(last().toString().contains("maxstanzas='0'"), last().toString());
        admit();
        Xml query = last().child("query", Archive.NAMESPACE);
        assertEquals(
                in.minus(Duration.ofMinutes(1)).toString(), DataForm.in(query).value("start"));
    }
}
