package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xep0059.ResultSets;
import dev.duet.sandbox.internal.xmpp.xep0313.MessageArchive;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rooms of a domain, at {@code rooms.} of it. A room that is not persistent lasts as long as somebody is there. */
public final class RoomService {

    /** By this name it can be switched off. */
    public static final String SPECIFICATION = "XEP-0045";

    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final Jid address;
    private final Clock clock;
    private final boolean archives;
    private final RoomInvitations invitations;
    private final Map<Jid, Room> rooms = new LinkedHashMap<>();

    /**
     * Rooms that deliver invitations by that.
     *
     * @param archives whether who is there may ask for all that is kept (XEP-0313)
     */
    public RoomService(Jid domain, Clock clock, BiConsumer<Element, Jid> post, boolean archives) {
        this.archives = archives;
        this.address = new Jid(null, "rooms." + domain.domain(), null);
        this.clock = clock;
        this.invitations = new RoomInvitations(post);
    }

    public Jid address() {
        return address;
    }

    /** Whether that is here. */
    public boolean serves(Jid to) {
        return to.domain().equals(address.domain());
    }

    /** Takes what a client sends here. */
    public void received(ClientSession session, Element stanza, Jid to) {
        Room room = rooms.get(to.bare());
        switch (stanza.name()) {
            case "presence" -> presence(session, stanza, to, room);
            case "message" -> message(session, stanza, to, room);
            default -> {
                if (Stanzas.isRequest(stanza)) {
                    session.send(answer(session, stanza, to, room));
                }
            }
        }
        rooms.values().removeIf(Room::isOver);
    }

    /** The client shows itself to nobody any more. */
    public void left(ClientSession session) {
        rooms.values().forEach(room -> room.occupant(session).ifPresent(room::leave));
        rooms.values().removeIf(Room::isOver);
    }

    private void presence(ClientSession session, Element presence, Jid to, @Nullable Room room) {
        String nickname = to.resource();
        String type = Stanzas.type(presence);
        if (type.equals("unavailable")) {
            if (room != null) {
                room.occupant(session).ifPresent(room::leave);
            }
        } else if (type.isEmpty() && (nickname == null || to.local() == null)) {
            session.send(Stanzas.error(presence, StanzaCondition.JID_MALFORMED));
        } else if (type.isEmpty() && room != null) {
            room.presence(session, presence, nickname, false);
        } else if (type.isEmpty()) {
            Room made = new Room(to.bare(), session.bare(), clock);
            rooms.put(to.bare(), made);
            made.presence(session, presence, nickname, true);
        }
    }

    private void message(ClientSession session, Element message, Jid to, @Nullable Room room) {
        Optional<Occupant> speaker = room == null ? Optional.empty() : room.occupant(session);
        if (Stanzas.isError(message)) {
            return;
        }
        boolean toAll = Stanzas.type(message).equals("groupchat");
        if (room != null && to.isBare() && RoomInvitations.isIn(message)) {
            invitations.pass(session, message, room);
        } else if (room == null || speaker.isEmpty()) {
            StanzaCondition why = room == null ? StanzaCondition.ITEM_NOT_FOUND : StanzaCondition.NOT_ACCEPTABLE;
            session.send(Stanzas.error(message, why));
        } else if (!toAll && to.isBare() && VoiceRequests.isIn(message)) {
            VoiceRequests.take(room, speaker.get(), message);
        } else if (toAll == to.isBare()) {
            if (toAll) {
                room.say(speaker.get(), message);
            } else {
                room.whisper(speaker.get(), message, to.resource());
            }
        } else {
            session.send(Stanzas.error(message, StanzaCondition.BAD_REQUEST));
        }
    }

    private Element answer(ClientSession session, Element iq, Jid to, @Nullable Room room) {
        Element payload = iq.elements().get(0);
        if (to.local() == null) {
            return ofService(iq, payload);
        }
        if (room == null) {
            return Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND);
        }
        if (to.resource() != null) {
            return toOccupant(iq, room, room.occupant(session), to.resource());
        }
        if (archives
                && payload.is(MessageArchive.NAMESPACE, "query")
                && Stanzas.type(iq).equals("set")) {
            return room.occupant(session).isPresent()
                    ? MessageArchive.answer(
                            session, room.address(), iq, payload, room.history().archive())
                    : Stanzas.error(iq, StanzaCondition.FORBIDDEN);
        }
        return payload.namespace().equals(INFO)
                ? Stanzas.result(iq).with(info(room))
                : new RoomAdministration(room).answer(session, iq, payload, () -> rooms.remove(room.address()));
    }

    private Element info(Room room) {
        List<String> features = new ArrayList<>(List.of(
                Room.MUC,
                Room.OCCUPANT_ID,
                Room.IDS,
                Room.MUC + "#stable_id",
                RoomAdministration.MODERATE,
                "vcard-temp"));
        features.addAll(room.options().features());
        if (archives) {
            features.add(MessageArchive.NAMESPACE);
        }
        return info(room.options().text("roomname"), features)
                .with(room.options().info(room.size(), room.subject()));
    }

    private Element ofService(Element iq, Element payload) {
        if (payload.namespace().equals(INFO)) {
            return Stanzas.result(iq).with(info("Rooms", List.of(Room.MUC, INFO, ITEMS, ResultSets.NAMESPACE)));
        }
        if (!payload.namespace().equals(ITEMS)) {
            return Stanzas.error(iq, StanzaCondition.SERVICE_UNAVAILABLE);
        }
        List<Element> listed = rooms.values().stream()
                .filter(room -> room.options().is("publicroom") && !room.isLocked())
                .map(room -> Element.of(ITEMS, "item")
                        .with("jid", room.address().toString())
                        .with("name", room.options().text("roomname")))
                .toList();
        return ResultSets.answer(iq, payload, Element.of(ITEMS, "query"), listed, item -> item.attribute("jid", ""));
    }

    private static Element info(String name, List<String> features) {
        return Element.of(INFO, "query")
                .with(Element.of(INFO, "identity")
                        .with("category", "conference")
                        .with("type", "text")
                        .with("name", name.isEmpty() ? null : name))
                .with(features.stream()
                        .map(feature -> Element.of(INFO, "feature").with("var", feature))
                        .toList());
    }

    /** XEP-0410 3: of a ping to an occupant only whether one is there oneself is told. */
    private static Element toOccupant(Element iq, Room room, Optional<Occupant> asking, String nickname) {
        if (asking.isEmpty()) {
            return Stanzas.error(iq, StanzaCondition.NOT_ACCEPTABLE);
        }
        if (room.named(nickname).isEmpty()) {
            return Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND);
        }
        boolean pingsItself =
                asking.get().nickname().equals(nickname) && iq.elements().get(0).is("urn:xmpp:ping", "ping");
        return pingsItself ? Stanzas.result(iq) : Stanzas.error(iq, StanzaCondition.SERVICE_UNAVAILABLE);
    }

    /** Forgets all rooms; for when nobody is signed in. */
    public void forget() {
        rooms.clear();
    }

    /** What the server tells that it has (XEP-0030). */
    public Element item() {
        return Element.of(ITEMS, "item").with("jid", address.toString());
    }
}
