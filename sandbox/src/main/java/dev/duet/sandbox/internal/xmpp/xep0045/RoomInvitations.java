package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Invitations by a room, and refusals, section 7.8.
 *
 * @param post delivers a message to somebody, there or not
 */
record RoomInvitations(BiConsumer<Element, Jid> post) {

    static boolean isIn(Element message) {
        return wish(message).isPresent();
    }

    private static Optional<Element> wish(Element message) {
        return message.child(Room.USER, "x")
                .flatMap(x -> x.child(Room.USER, "invite").or(() -> x.child(Room.USER, "decline")));
    }

    void pass(ClientSession session, Element message, Room room) {
        StanzaCondition wrong = passed(session, wish(message).orElseThrow(), room);
        if (wrong != null) {
            session.send(Stanzas.error(message, wrong));
        }
    }

    private @Nullable StanzaCondition passed(ClientSession session, Element wish, Room room) {
        Jid to;
        try {
            to = Jid.parse(wish.attribute("to", ""));
        } catch (InvalidJidException e) {
            return StanzaCondition.JID_MALFORMED;
        }
        boolean invites = wish.name().equals("invite");
        StanzaCondition wrong = invites ? refusal(session, room) : null;
        if (wrong != null) {
            return wrong;
        }
        if (invites && room.options().is("membersonly")) {
            room.affiliations().admit(to);
        }
        Element told = new Element(Room.USER, wish.name(), wish.attributes(), wish.nodes())
                .with("to", null)
                .with("from", session.bare().toString());
        Element x = Element.of(Room.USER, "x").with(told);
        if (invites && room.options().is("passwordprotectedroom")) {
            x = x.with(Element.of(Room.USER, "password").withText(room.options().text("roomsecret")));
        }
        post.accept(
                Element.of(Ns.CLIENT, "message")
                        .with("from", room.address().toString())
                        .with("to", to.toString())
                        .with("id", UUID.randomUUID().toString())
                        .with(x),
                to);
        return null;
    }

    private static @Nullable StanzaCondition refusal(ClientSession session, Room room) {
        if (room.occupant(session).isEmpty()) {
            return StanzaCondition.NOT_ACCEPTABLE;
        }
        boolean forRulers = room.options().is("membersonly") || !room.options().is("allowinvites");
        return forRulers && !room.affiliations().rules(session.bare()) ? StanzaCondition.FORBIDDEN : null;
    }
}
