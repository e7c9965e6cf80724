package dev.duet.xmpp.internal.xep0045;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.JoinOptions;
import dev.duet.model.Occupant;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomExit.Kind;
import dev.duet.model.RoomState;
import dev.duet.model.RoomState.Phase;
import dev.duet.model.Secret;
import dev.duet.model.WireDetail;
import dev.duet.spi.RoomFact;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the user stands with a room, by what the room tells. */
class RoomMachineTest {

    private static final Address.Xmpp ROOM = Address.xmpp("tea@rooms.x.org");

    private final RoomMachine machine = new RoomMachine();

    @BeforeEach
    void enter() {
        machine.enter("Alice");
    }

    private static Xml presence(String type, Xml item, int... statuses) {
        Xml.Builder user = Xml.element("x", RoomCodec.USER).add(item);
        for (int status : statuses) {
            user.add(Xml.element("status", RoomCodec.USER)
                    .attribute("code", Integer.toString(status))
                    .build());
        }
        return Xml.element("presence", Xml.CLIENT)
                .attribute("type", type.isEmpty() ? null : type)
                .add(user.build())
                .add(Xml.element("occupant-id", RoomCodec.OCCUPANT_ID)
                        .attribute("id", "id-1")
                        .build())
                .build();
    }

    private static Xml item(String affiliation, String reason) {
        return Xml.element("item", RoomCodec.USER)
                .attribute("affiliation", affiliation)
                .attribute("role", "participant")
                .add(Xml.element("actor", RoomCodec.USER)
                        .attribute("nick", "Owner")
                        .build())
                .add("reason", reason)
                .build();
    }

    private List<RoomFact> told(String nickname, String type, Xml item, int... statuses) {
        return machine.told(RoomCodec.read(ROOM.withResource(nickname), presence(type, item, statuses), true));
    }

    private void joined() {
        assertEquals(List.of(), told("Bob", "", item("none", "")));
        told("Alice", "", item("member", ""), 110);
    }

    private RoomExit exit() {
        assertEquals(Phase.OUT, machine.state().phase());
        return machine.state().exit();
    }

    @Test
    void theUserIsInWhenTheRoomSaysThatThisIsTheUser() {
        assertEquals(List.of(), told("Bob", "", item("none", "")));
        List<RoomFact> facts = told("Alice2", "", item("member", ""), 110, 210);
        assertEquals(new RoomFact.State(new RoomState(Phase.JOINED, "Alice2", null)), facts.get(0));
        List<Occupant> all = ((RoomFact.Occupants) facts.get(1)).occupants();
        assertEquals(
                List.of("Bob", "Alice2"), all.stream().map(Occupant::nickname).toList());
        assertEquals(RoomAffiliation.MEMBER, all.get(1).affiliation());
        assertEquals("id-1", all.get(0).id());
    }

    @Test
    void aRoomWithoutOccupantIdsVouchesForNone() {
        Xml claims = presence("", item("none", ""));
        assertEquals(
                "",
                RoomCodec.read(ROOM.withResource("Bob"), claims, false)
                        .occupant()
                        .id());
    }

    @Test
    void whoIsPutOutIsToldWhyAndByWhom() {
        joined();
        told("Alice", "unavailable", item("none", "Too loud"), 110, 307);
        assertEquals(RoomExit.of(Kind.KICKED, "Owner", "Too loud"), exit());
        enter();
        joined();
        told("Alice", "unavailable", item("outcast", "Still too loud"), 110, 301);
        assertEquals(RoomExit.of(Kind.BANNED, "Owner", "Still too loud"), exit());
        enter();
        joined();
        told("Alice", "unavailable", item("none", ""), 110, 322);
        assertEquals(Kind.NOT_MEMBER, exit().kind());
    }

    @Test
    void aRoomThatIsDestroyedMayNameAnother() {
        joined();
        Xml destroyed = Xml.element("presence", Xml.CLIENT)
                .attribute("type", "unavailable")
                .add(Xml.element("x", RoomCodec.USER)
                        .add(Xml.element("destroy", RoomCodec.USER)
                                .attribute("jid", "coffee@rooms.x.org")
                                .add("reason", "No tea")
                                .build())
                        .build())
                .build();
        machine.told(RoomCodec.read(ROOM.withResource("Alice"), destroyed, true));
        assertEquals(new RoomExit(Kind.DESTROYED, "", "No tea", Address.xmpp("coffee@rooms.x.org"), null), exit());
    }

    @Test
    void whoIsLostByNoWishIsOnTheWayInAgain() {
        joined();
        told("Alice", "unavailable", item("none", ""), 110, 332);
        assertEquals(new RoomState(Phase.JOINING, "Alice", null), machine.state());
        joined();
        told("Alice", "unavailable", item("none", ""), 110, 307, 333);
        assertEquals(Phase.JOINING, machine.state().phase());
        joined();
        machine.leave();
        told("Alice", "unavailable", item("none", ""), 110);
        assertEquals(Kind.LEFT, exit().kind());
        assertEquals(List.of(), told("Bob", "", item("none", "")));
    }

    @Test
    void othersComeChangeAndGo() {
        joined();
        RoomFact.Changed came =
                (RoomFact.Changed) told("Carol", "", item("none", "")).get(0);
        assertNull(came.before());
        assertEquals(List.of(), told("Carol", "", item("none", "")), "the same is no news");
        RoomFact.Changed changed =
                (RoomFact.Changed) told("Carol", "", item("admin", "")).get(0);
        assertEquals(RoomAffiliation.NONE, changed.before().affiliation());
        assertEquals(RoomAffiliation.ADMIN, changed.after().affiliation());
        Xml renamed =
                Xml.element("item", RoomCodec.USER).attribute("nick", "Caro").build();
        RoomFact.Changed name =
                (RoomFact.Changed) told("Carol", "unavailable", renamed, 303).get(0);
        assertEquals("Caro", name.after().nickname());
        assertFalse(machine.isThere("Carol"));
        RoomFact.Changed went = (RoomFact.Changed)
                told("Caro", "unavailable", item("none", "Bye"), 307).get(0);
        assertNull(went.after());
        assertEquals(RoomExit.of(Kind.KICKED, "Owner", "Bye"), went.exit());
        assertTrue(machine.isThere("Bob"));
    }

    @Test
    void aPasswordAndTheBoundOfHistoryGoAlong() {
        Xml join = RoomCodec.join(JoinOptions.as("Alice").withPassword(Secret.of("cauldron")), 7);
        assertEquals("cauldron", join.textOf("password"));
        assertEquals("7", join.child("history", RoomCodec.MUC).attribute("maxstanzas"));
        assertFalse(JoinOptions.as("Alice")
                .withPassword(Secret.of("cauldron"))
                .toString()
                .contains("cauldron"));
    }

    @Test
    void theAnswerToASelfPingTellsWhetherOneIsThere() {
        Xml result = Xml.empty("iq", Xml.CLIENT);
        assertEquals(SelfPing.JOINED, SelfPing.of(new Iqs.Answer(result, null)));
        assertEquals(SelfPing.JOINED, SelfPing.of(refused("service-unavailable")));
        assertEquals(SelfPing.JOINED, SelfPing.of(refused("item-not-found")));
        assertEquals(SelfPing.GONE, SelfPing.of(refused("not-acceptable")));
        assertEquals(SelfPing.UNKNOWN, SelfPing.of(refused("remote-server-timeout")));
        assertEquals(SelfPing.UNKNOWN, SelfPing.of(new Iqs.Answer(null, Iqs.notConnected())));
    }

    private static Iqs.Answer refused(String condition) {
        return new Iqs.Answer(
                null,
                new Failure(
                        Failure.Kind.REFUSED,
                        Failure.Origin.SERVER,
                        Failure.Retry.NEVER,
                        "",
                        WireDetail.xmpp(condition, "")));
    }
}
