package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.InvitationWay;
import dev.duet.model.Secret;
import dev.duet.spi.RoomFact;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/** Invitations into rooms, direct (XEP-0249) and by the room (XEP-0045 7.8), and refusals. Pure. */
public final class Invitations {

    private static final String DIRECT = "jabber:x:conference";
    private static final String HINTS = "urn:xmpp:hints";

    private Invitations() {}

    /** What a message says of a room. */
    record About(Address.Xmpp room, RoomFact fact) {}

    static Xml direct(Address.Xmpp room, String id, Address.Xmpp who, @Nullable Secret password, String reason) {
        Xml x = Xml.element("x", DIRECT)
                .attribute("jid", room.jid())
                .attribute("password", password == null ? null : password.reveal())
                .attribute("reason", reason.isEmpty() ? null : reason)
                .build();
        return message(who, id).add(x).add(Xml.empty("store", HINTS)).build();
    }

    static Xml mediated(Address.Xmpp room, String id, Address.Xmpp who, String reason) {
        return toRoom(room, id, "invite", who, reason);
    }

    static Xml decline(Address.Xmpp room, String id, Address.Xmpp to, String reason) {
        return toRoom(room, id, "decline", to, reason);
    }

    private static Xml toRoom(Address.Xmpp room, String id, String what, Address.Xmpp who, String reason) {
        Xml.Builder wish = Xml.element(what, RoomCodec.USER).attribute("to", who.jid());
        Xml x = Xml.element("x", RoomCodec.USER)
                .add(
                        reason.isEmpty()
                                ? wish.build()
                                : wish.add("reason", reason).build())
                .build();
        return message(room, id).add(x).build();
    }

    private static Xml.Builder message(Address.Xmpp to, String id) {
        return Xml.element("message", Xml.CLIENT).attribute("to", to.jid()).attribute("id", id);
    }

    /** True for a message that invites, or refuses, whoever sends it. */
    public static boolean isIn(Xml message) {
        Xml user = message.child("x", RoomCodec.USER);
        return message.has("x", DIRECT)
                || user != null && (user.has("invite", RoomCodec.USER) || user.has("decline", RoomCodec.USER));
    }

    /** What a message says; null when that is nothing. Only a room speaks for itself: what else says so is nothing. */
    static @Nullable About read(Address.Xmpp from, Xml message) {
        Xml user = message.child("x", RoomCodec.USER);
        Xml invite = user == null ? null : user.child("invite", RoomCodec.USER);
        Xml decline = user == null ? null : user.child("decline", RoomCodec.USER);
        boolean isRoom = from.isBare() && from.local() != null;
        if (invite != null) {
            Address.Xmpp by = Jids.read(invite.attribute("from"));
            String password = user.textOf("password");
            return !isRoom
                    ? null
                    : new About(
                            from,
                            new RoomFact.Invited(
                                    who(by, from), InvitationWay.MEDIATED, secret(password), invite.textOf("reason")));
        }
        if (decline != null) {
            Address.Xmpp by = Jids.read(decline.attribute("from"));
            return !isRoom ? null : new About(from, new RoomFact.Declined(who(by, from), decline.textOf("reason")));
        }
        Xml direct = message.child("x", DIRECT);
        Address.Xmpp room = direct == null ? null : Jids.read(direct.attribute("jid"));
        return room == null || room.local() == null
                ? null
                : new About(
                        room.bare(),
                        new RoomFact.Invited(
                                from.bare(),
                                InvitationWay.DIRECT,
                                secret(direct.attribute("password", "")),
                                direct.attribute("reason", "")));
    }

    /** An occupant is known by the nickname, a person by the bare address. */
    private static Address.Xmpp who(Address.@Nullable Xmpp by, Address.Xmpp room) {
        if (by == null) {
            return room;
        }
        return by.bare().equals(room) ? by : by.bare();
    }

    private static @Nullable Secret secret(String password) {
        return password.isEmpty() ? null : Secret.of(password);
    }
}
