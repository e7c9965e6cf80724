package dev.duet.xmpp.internal.xep0402;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.model.Failure;
import dev.duet.model.JoinOptions;
import dev.duet.model.Secret;
import dev.duet.spi.LinkListener;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rooms that are kept in mind, whatever servers and other devices do to them. */
class BookmarksTest {

    private static final Address.Xmpp SELF = Address.xmpp("alice@x.org/desk");
    private static final Address.Xmpp TEA = Address.xmpp("tea@rooms.x.org");
    private static final Bookmark KEPT = Bookmark.of("tea@rooms.x.org").withName("Tea");
    private static final DiscoInfo.Identity PEP = new DiscoInfo.Identity("pubsub", "pep", "", "");
    private static final DiscoInfo OLD_AND_NEW = new DiscoInfo(List.of(PEP), Set.of(), List.of());
    private static final DiscoInfo NEW = new DiscoInfo(List.of(PEP), Set.of("urn:xmpp:bookmarks:1#compat"), List.of());

    private final List<Xml> sent = new ArrayList<>();
    private final List<String> doors = new ArrayList<>();
    private final List<List<Bookmark>> told = new ArrayList<>();
    private final LinkListener listener = mock(LinkListener.class);
    private final VirtualLoop loop = new VirtualLoop();
    private final BookmarkMemory memory = new BookmarkMemory();
    private boolean follows = true;
    private boolean visible = true;
    private Iqs iqs;
    private Bookmarks bookmarks = session();

    private Bookmarks session() {
        sent.clear();
        iqs = new Iqs(sent::add, loop, SELF, Duration.ofSeconds(30));
        doAnswer(call -> told.add(call.getArgument(0))).when(listener).bookmarks(any());
        return new Bookmarks(
                iqs,
                new Pep(iqs),
                SELF,
                listener,
                memory,
                new Bookmarks.Doors() {
                    @Override
                    public void enter(Address.Xmpp room, JoinOptions options) {
                        doors.add("enter " + room.jid() + " as " + options.nickname());
                    }

                    @Override
                    public void leave(Address.Xmpp room) {
                        doors.add("leave " + room.jid());
                    }
                },
                follows,
                () -> visible);
    }

    private static Xml conference(String attributes) {
        Xml.Builder conference = Xml.element("conference", BookmarkCodec.NAMESPACE);
        for (String attribute : attributes.split(",")) {
            String[] parts = attribute.split("=");
            conference.attribute(parts[0], parts[1]);
        }
        return conference.build();
    }

    private static Xml item(String namespace, String id, Xml content) {
        return Xml.element("item", namespace).attribute("id", id).add(content).build();
    }

    private void answer(Xml request, Xml... payload) {
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", request.attribute("id"))
                .addAll(List.of(payload))
                .build());
    }

    private void refuse(Xml request, String condition) {
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("id", request.attribute("id"))
                .add(Xml.element("error", Xml.CLIENT)
                        .attribute("type", "cancel")
                        .add(Xml.empty(condition, "urn:ietf:params:xml:ns:xmpp-stanzas"))
                        .build())
                .build());
    }

    private Xml last() {
        return sent.get(sent.size() - 1);
    }

    private static Xml items(Xml... items) {
        return Xml.element("pubsub", Pep.NAMESPACE)
                .add(Xml.element("items", Pep.NAMESPACE).addAll(List.of(items)).build())
                .build();
    }

    private void event(Address.Xmpp from, Xml... items) {
        bookmarks.event(
                from,
                BookmarkCodec.NAMESPACE,
                Xml.element("items", Pep.EVENT).addAll(List.of(items)).build());
    }

    private void known(Xml... items) {
        bookmarks.enterAll(true);
        bookmarks.account(NEW);
        answer(last(), items(items));
    }

    @Test
    void listsOfOldAndNewAreOneAndTheNewOneWins() {
        bookmarks.enterAll(true);
        bookmarks.account(OLD_AND_NEW);
        answer(
                last(),
                items(
                        item(Pep.NAMESPACE, "tea@rooms.x.org", conference("autojoin=1,name=Tea")),
                        item(Pep.NAMESPACE, "not a jid@@", conference("autojoin=1")),
                        item(Pep.NAMESPACE, "rooms.x.org", conference("autojoin=1")),
                        item(Pep.NAMESPACE, "odd@rooms.x.org", Xml.empty("conference", "urn:other"))));
        Xml old = Xml.element("storage", BookmarkCodec.OLD)
                .add(Xml.element("url", BookmarkCodec.OLD)
                        .attribute("url", "https://x.org")
                        .build())
                .add(Xml.element("conference", BookmarkCodec.OLD)
                        .attribute("jid", "tea@rooms.x.org")
                        .attribute("name", "Old tea")
                        .build())
                .add(Xml.element("conference", BookmarkCodec.OLD)
                        .attribute("jid", "milk@rooms.x.org")
                        .attribute("autojoin", "true")
                        .add("nick", "Cow")
                        .build())
                .build();
        answer(last(), Xml.element("query", "jabber:iq:private").add(old).build());
        assertTrue(told.isEmpty(), "not before all is known");
        refuse(last(), "item-not-found");
        assertEquals(
                Map.of(
                        TEA,
                        KEPT.withAutojoin(true),
                        Address.xmpp("milk@rooms.x.org"),
                        Bookmark.of("milk@rooms.x.org").withAutojoin(true).withNickname("Cow")),
                memory.all());
        assertEquals(1, told.size());
        assertEquals(List.of("enter tea@rooms.x.org as alice", "enter milk@rooms.x.org as Cow"), doors);

        bookmarks.remove(7, Address.xmpp("milk@rooms.x.org"));
        assertTrue(last().write("").contains("autojoin='false'"), "others leave before it is gone");
        answer(last());
        assertTrue(last().write("").contains("<retract"));
        answer(last());
        String rest = last().write("");
        assertTrue(rest.contains("https://x.org") && rest.contains("Old tea") && !rest.contains("milk"), rest);
        answer(last());
        verify(listener).completed(7);
        assertEquals(Set.of(TEA), memory.all().keySet());
        assertEquals("leave milk@rooms.x.org", doors.get(2));
    }

    @Test
    void whatIsToldWhileTheListsAreFetchedIsNewer() {
        bookmarks.enterAll(true);
        bookmarks.account(OLD_AND_NEW);
        answer(
                last(),
                items(
                        item(Pep.NAMESPACE, "tea@rooms.x.org", conference("autojoin=1,name=Tea")),
                        item(Pep.NAMESPACE, "gone@rooms.x.org", conference("name=Gone"))));
        event(SELF.bare(), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=0,name=Coffee")));
        event(
                SELF.bare(),
                Xml.element("retract", Pep.EVENT)
                        .attribute("id", "gone@rooms.x.org")
                        .build());
        Xml storage = Xml.element("storage", BookmarkCodec.OLD)
                .add(Xml.element("conference", BookmarkCodec.OLD)
                        .attribute("jid", "milk@rooms.x.org")
                        .build())
                .build();
        bookmarks.event(
                SELF.bare(),
                BookmarkCodec.OLD,
                Xml.element("items", Pep.EVENT)
                        .add(item(Pep.EVENT, "current", storage))
                        .build());
        bookmarks.left(TEA);
        answer(last(), Xml.empty("query", "jabber:iq:private"));
        refuse(last(), "item-not-found");
        assertEquals(
                Map.of(TEA, KEPT.withName("Coffee"), Address.xmpp("milk@rooms.x.org"), Bookmark.of("milk@rooms.x.org")),
                memory.all());
        assertTrue(doors.isEmpty(), "nobody goes where the user is not any more");
    }

    @Test
    void nobodyElsesNodeCounts() {
        known();
        event(Address.xmpp("eve@x.org"), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=1")));
        event(Address.xmpp("rooms.x.org"), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=1")));
        assertTrue(told.isEmpty());
        assertTrue(doors.isEmpty());
        event(SELF.bare(), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=1")));
        assertEquals(List.of("enter tea@rooms.x.org as alice"), doors);
    }

    @Test
    void aRoomIsEnteredOnceInASessionAndAnewWhenItIsWantedAnew() {
        known(item(Pep.NAMESPACE, "tea@rooms.x.org", conference("autojoin=true")));
        event(SELF.bare(), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=true,name=Other")));
        bookmarks.enterAll(false);
        assertEquals(List.of("enter tea@rooms.x.org as alice"), doors, "the room may have put the user out");
        event(SELF.bare(), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=false")));
        event(SELF.bare(), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=true")));
        event(
                SELF.bare(),
                Xml.element("retract", Pep.EVENT)
                        .attribute("id", "tea@rooms.x.org")
                        .build());
        assertEquals(
                List.of("leave tea@rooms.x.org", "enter tea@rooms.x.org as alice", "leave tea@rooms.x.org"),
                doors.subList(1, doors.size()));
        assertTrue(memory.all().isEmpty());
    }

    @Test
    void nobodyUnseenEntersARoom() {
        visible = false;
        known(item(Pep.NAMESPACE, "tea@rooms.x.org", conference("autojoin=true")));
        assertTrue(doors.isEmpty());
        visible = true;
        bookmarks.enterAll(false);
        assertEquals(1, doors.size());
    }

    @Test
    void aDeviceThatDoesNotFollowGoesNowhereAndTellsNobodyThatItLeft() {
        follows = false;
        bookmarks = session();
        known(item(Pep.NAMESPACE, "tea@rooms.x.org", conference("autojoin=true")));
        int requests = sent.size();
        bookmarks.left(TEA);
        assertEquals(requests, sent.size());
        event(SELF.bare(), item(Pep.EVENT, "tea@rooms.x.org", conference("autojoin=false")));
        assertTrue(doors.isEmpty());
        assertEquals(2, told.size(), "but it shows what is kept");
    }

    @Test
    void thatTheUserLeftIsToldAlsoWhenTheConnectionIsLostOnTheWay() {
        known(item(
                Pep.NAMESPACE,
                "tea@rooms.x.org",
                Xml.element("conference", BookmarkCodec.NAMESPACE)
                        .attribute("autojoin", "true")
                        .add(Xml.element("password", BookmarkCodec.NAMESPACE)
                                .text("cake")
                                .build())
                        .add(Xml.element("extensions", BookmarkCodec.NAMESPACE)
                                .add(Xml.empty("pinned", "urn:other"))
                                .build())
                        .build()));
        assertFalse(told.toString().contains("cake"));
        bookmarks.left(TEA);
        String leaves = last().write("");
        assertTrue(leaves.contains("autojoin='false'") && leaves.contains("cake"), leaves);
        assertTrue(leaves.contains("<pinned xmlns='urn:other'/>"), "what is others' stays: " + leaves);
        iqs.end(Iqs.notConnected());
        bookmarks.end();

        bookmarks = session();
        doors.clear();
        known(item(Pep.NAMESPACE, "tea@rooms.x.org", conference("autojoin=true")));
        assertTrue(doors.isEmpty(), "not entered again");
        assertTrue(last().write("").contains("autojoin='false'"));
        answer(last());
        assertFalse(memory.all().get(TEA).autojoin());
        assertTrue(memory.left.isEmpty());
    }

    @Test
    void aRefusedLeavingIsTakenBackAndDoesNotBringTheUserIn() {
        known(item(Pep.NAMESPACE, "tea@rooms.x.org", conference("autojoin=true")));
        bookmarks.left(TEA);
        refuse(last(), "forbidden");
        refuse(last(), "forbidden"); // nor may the node be made private
        assertTrue(memory.all().get(TEA).autojoin());
        assertEquals(List.of("enter tea@rooms.x.org as alice", "leave tea@rooms.x.org"), doors);
    }

    @Test
    void aNodeThatOthersMayReadIsMadePrivateBeforeAPasswordIsInIt() {
        known();
        bookmarks.set(3, KEPT.withPassword(Secret.of("cake")));
        assertTrue(last().write("").contains("whitelist"));
        refuse(last(), "conflict");
        String configure = last().write("");
        assertTrue(configure.contains("whitelist") && !configure.contains("cake"), configure);
        answer(last());
        String again = last().write("");
        assertTrue(again.contains("whitelist") && again.contains("cake"), again);
        verify(listener, never()).completed(anyLong());
        answer(last());
        verify(listener).completed(3);
        assertEquals(Secret.of("cake"), memory.all().get(TEA).password());
    }

    @Test
    void withoutNodesTheOldListIsWritten() {
        bookmarks.account(DiscoInfo.NOTHING);
        bookmarks.set(1, KEPT);
        bookmarks.set(2, Bookmark.of("milk@rooms.x.org"));
        assertEquals(1, sent.size(), "first it is learnt what is there");
        answer(last(), Xml.empty("query", "jabber:iq:private"));
        Xml one = sent.get(1);
        Xml two = sent.get(2);
        answer(one, Xml.empty("query", "jabber:iq:private"));
        answer(last());
        verify(listener).completed(1);
        answer(two, Xml.empty("query", "jabber:iq:private"));
        answer(last());
        verify(listener).completed(2);
    }

    @Test
    void whatWaitsFailsWithTheSessionAndALostAnswerForgetsNothing() {
        memory.keep(new BookmarkCodec.Kept(KEPT, List.of()));
        bookmarks.account(NEW);
        bookmarks.set(1, KEPT.withName("Other"));
        bookmarks.end();
        iqs.end(Iqs.notConnected());
        verify(listener).failed(eq(1L), any(Failure.class));
        assertEquals(KEPT, memory.all().get(TEA));
        verify(listener, never()).bookmarks(any());
    }
}
