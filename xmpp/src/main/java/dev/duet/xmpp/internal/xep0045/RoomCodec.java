package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.JoinOptions;
import dev.duet.model.Occupant;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomExit.Kind;
import dev.duet.model.RoomMember;
import dev.duet.model.RoomRole;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6121.PresenceCodec;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rooms between our words and those of XEP-0045. Pure. */
final class RoomCodec {

    static final String MUC = "http://jabber.org/protocol/muc";
    static final String USER = MUC + "#user";
    static final String ADMIN = MUC + "#admin";
    static final String OWNER = MUC + "#owner";
    static final String OCCUPANT_ID = "urn:xmpp:occupant-id:0";
    static final String IDS = "urn:xmpp:sid:0";

    private static final String DELAY = "urn:xmpp:delay";
    private static final Set<Integer> RECONFIGURED = Set.of(104, 170, 171, 172, 173, 174);

    private RoomCodec() {}

    /** What the presence that enters a room has in it (7.2.1), with at most that much history (7.2.14). */
    static Xml join(JoinOptions options, int history) {
        Xml.Builder join = Xml.element("x", MUC);
        if (options.password() != null) {
            join.add("password", options.password().reveal());
        }
        return join.add(Xml.element("history", MUC)
                        .attribute("maxstanzas", Integer.toString(history))
                        .build())
                .build();
    }

    /** The presence that leaves (7.14). */
    static Xml leave(Address.Xmpp occupant) {
        return Xml.element("presence", Xml.CLIENT)
                .attribute("type", "unavailable")
                .attribute("to", occupant.jid())
                .build();
    }

    /** The message that sets a subject (8.1). */
    static Xml subject(Address.Xmpp room, String id, String subject) {
        return Xml.element("message", Xml.CLIENT)
                .attribute("type", "groupchat")
                .attribute("to", room.jid())
                .attribute("id", id)
                .add("subject", subject)
                .build();
    }

    /** A message to one occupant alone (7.5). */
    static Xml whisper(Address.Xmpp occupant, String id, String body) {
        return Xml.element("message", Xml.CLIENT)
                .attribute("type", "chat")
                .attribute("to", occupant.jid())
                .attribute("id", id)
                .add("body", body)
                .add(Xml.empty("x", USER))
                .build();
    }

    /** True for a message that sets or tells the subject, and says nothing (8.1). */
    static boolean isSubject(Xml message) {
        return message.has("subject", Xml.CLIENT) && !message.has("body", Xml.CLIENT);
    }

    /** True for presence that a room tells, or with which it refuses something. */
    static boolean isRooms(Xml presence) {
        return presence.has("x", USER) || presence.attribute("type", "").equals("error");
    }

    /** What a room tells of an occupant. */
    static RoomPresence read(Address.Xmpp from, Xml presence, boolean hasIds) {
        Xml told = presence.child("x", USER);
        Xml user = told == null ? Xml.empty("x", USER) : told;
        Xml item = user.child("item", USER);
        Set<Integer> statuses = statuses(user);
        boolean available = presence.attribute("type", "").isEmpty();
        Occupant occupant = new Occupant(
                nickname(from),
                hasIds ? occupantId(presence) : "",
                item == null ? null : bare(Jids.read(item.attribute("jid"))),
                role(item),
                affiliation(item),
                PresenceCodec.read(presence, from, Set.of()).availability(),
                presence.textOf("status"));
        boolean renamed = statuses.contains(RoomPresence.RENAMED) && item != null;
        return new RoomPresence(
                available, occupant, statuses, renamed ? item.attribute("nick", "") : "", exit(user, item, statuses));
    }

    /** Those on a list (9.2, 9.5, 10.5, 10.8); what has no address is left out. */
    static List<RoomMember> members(Xml query, RoomAffiliation asked) {
        List<RoomMember> members = new ArrayList<>();
        for (Xml item : query.children("item", ADMIN)) {
            Address.Xmpp address = bare(Jids.read(item.attribute("jid")));
            if (address != null) {
                RoomAffiliation told = item.attribute("affiliation") == null ? asked : affiliation(item);
                members.add(new RoomMember(address, told, item.attribute("nick", ""), item.textOf("reason")));
            }
        }
        return members;
    }

    /** True when the room says that it is another than before (10.2.1). */
    static boolean isReconfigured(Xml message) {
        Xml user = message.child("x", USER);
        return user != null && statuses(user).stream().anyMatch(RECONFIGURED::contains);
    }

    private static Address.@Nullable Xmpp bare(Address.@Nullable Xmpp address) {
        return address == null ? null : address.bare();
    }

    /** What an occupant is called. */
    static String nickname(Address.Xmpp occupant) {
        return occupant.resource() == null ? "" : occupant.resource();
    }

    /** The occupant's id, which only a room that has such ids vouches for. */
    static String occupantId(Xml stanza) {
        Xml id = stanza.child("occupant-id", OCCUPANT_ID);
        return id == null ? "" : id.attribute("id", "");
    }

    /** The id that the room gave a message; empty for none. */
    static String archiveId(Xml message, Address.Xmpp room) {
        return message.children("stanza-id", IDS).stream()
                .filter(id -> Jids.is(id.attribute("by"), room))
                .map(id -> id.attribute("id", ""))
                .findFirst()
                .orElse("");
    }

    /** True for what was said before. */
    static @Nullable Xml delay(Xml message) {
        return message.child("delay", DELAY);
    }

    private static Set<Integer> statuses(Xml user) {
        Set<Integer> statuses = new HashSet<>();
        for (Xml status : user.children("status", USER)) {
            String code = status.attribute("code", "");
            if (code.matches("[1-9][0-9]{2}")) {
                statuses.add(Integer.valueOf(code));
            }
        }
        return statuses;
    }

    private static RoomRole role(@Nullable Xml item) {
        return switch (word(item, "role")) {
            case "visitor" -> RoomRole.VISITOR;
            case "moderator" -> RoomRole.MODERATOR;
            case "participant" -> RoomRole.PARTICIPANT;
            default -> RoomRole.NONE;
        };
    }

    private static RoomAffiliation affiliation(@Nullable Xml item) {
        return switch (word(item, "affiliation")) {
            case "owner" -> RoomAffiliation.OWNER;
            case "admin" -> RoomAffiliation.ADMIN;
            case "member" -> RoomAffiliation.MEMBER;
            case "outcast" -> RoomAffiliation.OUTCAST;
            default -> RoomAffiliation.NONE;
        };
    }

    private static String word(@Nullable Xml item, String attribute) {
        return item == null ? "" : item.attribute(attribute, "").toLowerCase(Locale.ROOT);
    }

    private static RoomExit exit(Xml user, @Nullable Xml item, Set<Integer> statuses) {
        Xml destroy = user.child("destroy", USER);
        if (destroy != null) {
            return new RoomExit(
                    Kind.DESTROYED, "", destroy.textOf("reason"), bare(Jids.read(destroy.attribute("jid"))), null);
        }
        Xml actor = item == null ? null : item.child("actor", USER);
        String by = actor == null ? "" : actor.attribute("nick", actor.attribute("jid", ""));
        return RoomExit.of(kind(statuses), by, item == null ? "" : item.textOf("reason"));
    }

    private static Kind kind(Set<Integer> statuses) {
        if (statuses.contains(RoomPresence.SERVICE_ENDS) || statuses.contains(RoomPresence.CONNECTION_LOST)) {
            return Kind.LOST; // a room may say kicked beside it
        }
        if (statuses.contains(RoomPresence.BANNED)) {
            return Kind.BANNED;
        }
        if (statuses.contains(RoomPresence.KICKED)) {
            return Kind.KICKED;
        }
        boolean notMember =
                statuses.contains(RoomPresence.NO_LONGER_ALLOWED) || statuses.contains(RoomPresence.MEMBERS_ONLY);
        return notMember ? Kind.NOT_MEMBER : Kind.LEFT;
    }
}
