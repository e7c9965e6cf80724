package dev.duet.xmpp.internal.xep0045;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.InvitationWay;
import dev.duet.model.Secret;
import dev.duet.spi.RoomFact;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may say what about a room: anybody may invite, and only the room speaks for itself. */
class InvitationsTest {

    private static final Address.Xmpp ROOM = Address.xmpp("tea@rooms.x.org");
    private static final Address.Xmpp BOB = Address.xmpp("bob@x.org/desk");

    private static Xml byTheRoom(String what, @Nullable String by, String password) {
        Xml.Builder user = Xml.element("x", RoomCodec.USER)
                .add(Xml.element(what, RoomCodec.USER)
                        .attribute("from", by)
                        .add("reason", "Five o'clock")
                        .build());
        if (!password.isEmpty()) {
            user.add("password", password);
        }
        return Xml.element("message", Xml.CLIENT).add(user.build()).build();
    }

    @Test
    void whatIsWrittenIsRead() {
        Xml direct = Invitations.direct(ROOM, "1", BOB, Secret.of("cake"), "Come");
        assertTrue(Invitations.isIn(direct));
        Invitations.About about = Invitations.read(BOB, direct);
        assertNotNull(about);
        assertEquals(ROOM, about.room());
        RoomFact.Invited invited = (RoomFact.Invited) about.fact();
        assertEquals(new RoomFact.Invited(BOB.bare(), InvitationWay.DIRECT, invited.password(), "Come"), invited);
        assertEquals("cake", invited.password().reveal());
        assertFalse(about.toString().contains("cake"));
    }

    @Test
    void aRoomInvitesInSomebodysName() {
        Invitations.About about = Invitations.read(ROOM, byTheRoom("invite", "bob@x.org/desk", "cake"));
        assertNotNull(about);
        RoomFact.Invited invited = (RoomFact.Invited) about.fact();
        assertEquals(BOB.bare(), invited.from());
        assertEquals(InvitationWay.MEDIATED, invited.way());
        // An occupant of a room that does not tell who is who.
        about = Invitations.read(ROOM, byTheRoom("invite", "tea@rooms.x.org/Bob", ""));
        assertNotNull(about);
        assertEquals(ROOM.withResource("Bob"), ((RoomFact.Invited) about.fact()).from());
        about = Invitations.read(ROOM, byTheRoom("invite", null, ""));
        assertNotNull(about);
        assertEquals(ROOM, ((RoomFact.Invited) about.fact()).from());
    }

    @Test
    void aRefusalComesFromTheRoom() {
        Invitations.About about = Invitations.read(ROOM, byTheRoom("decline", "bob@x.org", ""));
        assertNotNull(about);
        assertEquals(new RoomFact.Declined(BOB.bare(), "Five o'clock"), about.fact());
    }

    @Test
    void nobodyElseSpeaksForARoom() {
        for (Address.Xmpp from : new Address.Xmpp[] {BOB, ROOM.withResource("Bob"), Address.xmpp("rooms.x.org")}) {
            assertNull(Invitations.read(from, byTheRoom("invite", "alice@x.org", "")), from.jid());
            assertNull(Invitations.read(from, byTheRoom("decline", "alice@x.org", "")), from.jid());
        }
    }

    @Test
    void anInvitationToNowhereIsNone() {
        for (String jid : new String[] {"", "@", "x.org", "a b@x.org"}) {
            Xml message = Xml.element("message", Xml.CLIENT)
                    .add(Xml.element("x", "jabber:x:conference")
                            .attribute("jid", jid)
                            .build())
                    .build();
            assertTrue(Invitations.isIn(message));
            assertNull(Invitations.read(BOB, message), jid);
        }
        assertFalse(Invitations.isIn(Xml.element("message", Xml.CLIENT)
                .add(Xml.empty("x", RoomCodec.USER))
                .build()));
    }
}
