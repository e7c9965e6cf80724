package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rooms of a domain, at {@code rooms.} of it. A room lasts as long as somebody is there. */
public final class RoomService {

    /** By this name it can be switched off. */
    public static final String SPECIFICATION = "XEP-0045";

    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String OWNER = Room.MUC + "#owner";

    private final Jid address;
    private final Clock clock;
    private final Map<Jid, Room> rooms = new LinkedHashMap<>();

    public RoomService(Jid domain, Clock clock) {
        this.address = new Jid(null, "rooms." + domain.domain(), null);
        this.clock = clock;
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
    }

    /** The client shows itself to nobody any more. */
    public void left(ClientSession session) {
        List.copyOf(rooms.values()).forEach(room -> room.occupant(session).ifPresent(occupant -> {
            room.leave(occupant, List.of(), null);
        }));
        rooms.values().removeIf(Room::isEmpty);
    }

    private void presence(ClientSession session, Element presence, Jid to, @Nullable Room room) {
        String nickname = to.resource();
        String type = Stanzas.type(presence);
        if (type.equals("unavailable")) {
            Optional.ofNullable(room)
                    .flatMap(known -> known.occupant(session))
                    .ifPresent(occupant -> room.leave(occupant, List.of(), null));
            rooms.values().removeIf(Room::isEmpty);
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

    private static void message(ClientSession session, Element message, Jid to, @Nullable Room room) {
        Optional<Occupant> speaker = room == null ? Optional.empty() : room.occupant(session);
        if (Stanzas.isError(message)) {
            return;
        }
        boolean toAll = Stanzas.type(message).equals("groupchat");
        if (room == null || speaker.isEmpty()) {
            StanzaCondition why = room == null ? StanzaCondition.ITEM_NOT_FOUND : StanzaCondition.NOT_ACCEPTABLE;
            session.send(Stanzas.error(message, why));
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
        Optional<Occupant> asking = room.occupant(session);
        if (to.resource() != null) {
            return toOccupant(iq, room, asking, to.resource());
        }
        return switch (payload.namespace()) {
            case INFO ->
                Stanzas.result(iq)
                        .with(info(
                                "text",
                                List.of(Room.MUC, Room.OCCUPANT_ID, Room.IDS, Room.MUC + "#stable_id", "muc_open")));
            case Room.ADMIN ->
                asking.map(by -> change(iq, payload, room, by)).orElse(Stanzas.error(iq, StanzaCondition.FORBIDDEN));
            case OWNER -> own(session, iq, payload, to, room);
            default -> Stanzas.error(iq, StanzaCondition.SERVICE_UNAVAILABLE);
        };
    }

    private Element ofService(Element iq, Element payload) {
        if (payload.namespace().equals(INFO)) {
            return Stanzas.result(iq).with(info("text", List.of(Room.MUC, INFO, ITEMS)));
        }
        if (!payload.namespace().equals(ITEMS)) {
            return Stanzas.error(iq, StanzaCondition.SERVICE_UNAVAILABLE);
        }
        return Stanzas.result(iq)
                .with(Element.of(ITEMS, "query")
                        .with(rooms.keySet().stream()
                                .map(room -> Element.of(ITEMS, "item").with("jid", room.toString()))
                                .toList()));
    }

    private static Element info(String type, List<String> features) {
        return Element.of(INFO, "query")
                .with(Element.of(INFO, "identity")
                        .with("category", "conference")
                        .with("type", type))
                .with(features.stream()
                        .map(feature -> Element.of(INFO, "feature").with("var", feature))
                        .toList());
    }

    /** XEP-0410 3: of a ping to an occupant only whether one is there oneself is told. */
    private static Element toOccupant(Element iq, Room room, Optional<Occupant> asking, String nickname) {
        if (asking.isEmpty()) {
            return Stanzas.error(iq, StanzaCondition.NOT_ACCEPTABLE);
        }
        if (!room.has(nickname)) {
            return Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND);
        }
        boolean pingsItself =
                asking.get().nickname().equals(nickname) && iq.elements().get(0).is("urn:xmpp:ping", "ping");
        return pingsItself ? Stanzas.result(iq) : Stanzas.error(iq, StanzaCondition.SERVICE_UNAVAILABLE);
    }

    private Element change(Element iq, Element query, Room room, Occupant by) {
        List<Element> items = query.elements(Room.ADMIN, "item");
        StanzaCondition wrong = items.size() == 1 ? room.change(by, items.get(0)) : StanzaCondition.BAD_REQUEST;
        rooms.values().removeIf(Room::isEmpty);
        return wrong == null ? Stanzas.result(iq) : Stanzas.error(iq, wrong);
    }

    /** Takes the room as it is, or destroys it. */
    private Element own(ClientSession session, Element iq, Element query, Jid to, Room room) {
        if (!room.isOwner(session) || !Stanzas.type(iq).equals("set")) {
            return Stanzas.error(iq, StanzaCondition.FORBIDDEN);
        }
        query.child(OWNER, "destroy").ifPresent(destroy -> {
            room.destroy(destroy);
            rooms.remove(to.bare());
        });
        return Stanzas.result(iq);
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
