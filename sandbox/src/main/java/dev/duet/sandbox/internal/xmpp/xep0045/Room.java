package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One room, with occupant ids and ids of messages: who is there, and what is said. */
final class Room {

    static final String MUC = "http://jabber.org/protocol/muc";
    static final String USER = MUC + "#user";
    static final String ADMIN = MUC + "#admin";
    static final String OCCUPANT_ID = "urn:xmpp:occupant-id:0";
    static final String IDS = "urn:xmpp:sid:0";

    private static final Set<String> ROOMS_OWN = Set.of(MUC, USER, OCCUPANT_ID);

    private final Jid address;
    private final RoomHistory history;
    private final RoomOptions options = new RoomOptions();
    private final Affiliations affiliations;
    private final Map<ClientSession, Occupant> occupants = new LinkedHashMap<>();
    private Element subject;
    private boolean locked = true;
    private @Nullable Element vCard;

    Room(Jid address, Jid owner, Clock clock) {
        this.address = address;
        affiliations = new Affiliations(owner);
        history = new RoomHistory(address, clock);
        subject = message(address).with(Element.of(Ns.CLIENT, "subject"));
    }

    Jid address() {
        return address;
    }

    RoomOptions options() {
        return options;
    }

    Affiliations affiliations() {
        return affiliations;
    }

    /** True while nobody is there, and it is not to outlast that. */
    boolean isOver() {
        return occupants.isEmpty() && (locked || !options.is("persistentroom"));
    }

    /** Others may come in from now on, 10.1. */
    void unlock() {
        locked = false;
    }

    boolean isLocked() {
        return locked;
    }

    /** All clients that are there; several of one user may have one nickname. */
    List<Occupant> occupants() {
        return List.copyOf(occupants.values());
    }

    /** How many nicknames are there. */
    int size() {
        return (int)
                occupants.values().stream().map(Occupant::nickname).distinct().count();
    }

    Optional<Occupant> occupant(ClientSession session) {
        return Optional.ofNullable(occupants.get(session));
    }

    /** The clients by that nickname, all of one user. */
    List<Occupant> named(String nickname) {
        return occupants.values().stream()
                .filter(occupant -> occupant.nickname().equals(nickname))
                .toList();
    }

    String subject() {
        return subject.child(Ns.CLIENT, "subject").map(Element::text).orElse("");
    }

    // --- coming and going, section 7

    /** Presence to a nickname: enters, takes another nickname, or shows something else. */
    void presence(ClientSession session, Element presence, String nickname, boolean created) {
        Optional<Occupant> known = occupant(session);
        boolean isTaken = named(nickname).stream()
                .anyMatch(holder -> !holder.session().bare().equals(session.bare()));
        boolean enters = known.isEmpty() || presence.has(MUC, "x");
        StanzaCondition wrong = enters ? refusal(session, presence, known.isPresent()) : null;
        if (wrong == null && isTaken) {
            wrong = StanzaCondition.CONFLICT;
        }
        if (wrong != null) {
            session.send(Stanzas.error(presence, wrong));
        } else if (enters) {
            occupants.remove(session);
            enter(session, presence, nickname, created);
        } else if (known.get().nickname().equals(nickname)) {
            Occupant now = known.get().showing(shown(presence));
            occupants.put(session, now);
            tell(now, null, List.of(), null);
        } else {
            rename(known.get(), nickname);
        }
    }

    /** Why somebody may not come in, 7.2.5 to 7.2.10; null for nothing. */
    private @Nullable StanzaCondition refusal(ClientSession session, Element presence, boolean isThere) {
        Jid person = session.bare();
        String password = presence.child(MUC, "x")
                .flatMap(x -> x.child(MUC, "password"))
                .map(Element::text)
                .orElse(null);
        if (affiliations.of(person).equals("outcast")) {
            return StanzaCondition.FORBIDDEN;
        }
        if (locked && !affiliations.isOwner(person)) {
            return StanzaCondition.ITEM_NOT_FOUND;
        }
        if (options.is("membersonly") && !affiliations.isMember(person)) {
            return StanzaCondition.REGISTRATION_REQUIRED;
        }
        if (!options.admits(password)) {
            return StanzaCondition.NOT_AUTHORIZED;
        }
        boolean full = !isThere && options.isFull(size()) && !affiliations.rules(person);
        return full ? StanzaCondition.SERVICE_UNAVAILABLE : null;
    }

    /** The role of who comes in, 5.1.2. */
    String role(Jid person) {
        if (affiliations.rules(person)) {
            return "moderator";
        }
        return options.is("moderatedroom") && !affiliations.isMember(person) ? "visitor" : "participant";
    }

    private void enter(ClientSession session, Element presence, String nickname, boolean created) {
        Occupant entering = new Occupant(session, nickname, role(session.bare()), shown(presence));
        Map<String, Occupant> others = new LinkedHashMap<>();
        occupants.values().forEach(other -> others.putIfAbsent(other.nickname(), other));
        others.remove(nickname);
        occupants.put(session, entering);
        others.values().forEach(other -> session.send(told(other, entering, null, List.of(), null)));
        List<Integer> statuses = new ArrayList<>();
        if (options.showsAddresses()) {
            statuses.add(100);
        }
        if (created) {
            statuses.add(201);
        }
        tell(entering, null, statuses, null);
        String to = session.jid().toString();
        history.last(wanted(presence)).forEach(message -> session.send(message.with("to", to)));
        session.send(subject.with("to", to));
        if (vCard != null) {
            session.send(pictured(entering));
        }
    }

    private static int wanted(Element presence) {
        return presence.child(MUC, "x")
                .flatMap(x -> x.child(MUC, "history"))
                .map(bound -> bound.attribute("maxstanzas", ""))
                .filter(most -> most.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(RoomHistory.MOST_KEPT);
    }

    private static List<Element> shown(Element presence) {
        return presence.elements().stream()
                .filter(child -> !ROOMS_OWN.contains(child.namespace()))
                .toList();
    }

    private void rename(Occupant before, String nickname) {
        go(before, List.of(303), Element.of(USER, "item").with("nick", nickname));
        Occupant after = before.named(nickname);
        occupants.put(after.session(), after);
        tell(after, null, List.of(), null);
    }

    /** Somebody is something else from now on. */
    void become(Occupant now, @Nullable Element item) {
        named(now.nickname()).forEach(one -> occupants.put(one.session(), one.as(now.role())));
        tell(now, null, List.of(), item);
    }

    /** A nickname goes, with all clients that have it, put out. */
    void putOut(String nickname, List<Integer> statuses, @Nullable Element item) {
        named(nickname).forEach(occupant -> go(occupant, statuses, item));
    }

    /** The client goes, of its own accord, or lost. */
    void leave(Occupant leaving) {
        go(leaving, List.of(), null);
    }

    /** Others see that only when no other client of that user has the nickname. */
    private void go(Occupant leaving, List<Integer> statuses, @Nullable Element item) {
        if (named(leaving.nickname()).size() > 1) {
            leaving.session().send(told(leaving, leaving, "unavailable", statuses, item));
        } else {
            tell(leaving, "unavailable", statuses, item);
        }
        occupants.remove(leaving.session());
    }

    /** All are out. */
    void empty() {
        occupants.clear();
    }

    private void tell(Occupant of, @Nullable String type, List<Integer> statuses, @Nullable Element item) {
        for (Occupant reader : occupants()) {
            reader.session().send(told(of, reader, type, statuses, item));
        }
    }

    private Element told(
            Occupant of, Occupant reader, @Nullable String type, List<Integer> statuses, @Nullable Element more) {
        boolean seesAddress = options.showsAddresses() || reader.role().equals("moderator");
        Element item = (more == null ? Element.of(USER, "item") : more)
                .with("affiliation", affiliations.of(of.session().bare()))
                .with("role", type == null ? of.role() : "none")
                .with("jid", seesAddress ? of.session().jid().toString() : null);
        Element user = Element.of(USER, "x").with(item);
        for (int status : statuses) {
            user = user.with(status(status));
        }
        if (reader.nickname().equals(of.nickname())) {
            user = user.with(status(110));
        }
        Element presence = Stanzas.presence(
                type, address.withResource(of.nickname()), reader.session().jid());
        return (type == null ? presence.with(of.presence()) : presence).with(occupantId(of.session()), user);
    }

    static Element status(int code) {
        return Element.of(USER, "status").with("code", Integer.toString(code));
    }

    Element occupantId(ClientSession session) {
        byte[] name = (address + " " + session.bare()).getBytes(StandardCharsets.UTF_8);
        return Element.of(OCCUPANT_ID, "occupant-id")
                .with("id", UUID.nameUUIDFromBytes(name).toString());
    }

    // --- what is said, sections 7.4, 7.5 and 8.1

    private static Element message(Jid from) {
        return Element.of(Ns.CLIENT, "message").with("type", "groupchat").with("from", from.toString());
    }

    void say(Occupant speaker, Element said) {
        Element clean = said.withoutNodes()
                .with(said.elements().stream()
                        .filter(child -> !ROOMS_OWN.contains(child.namespace()) && !isOurId(child))
                        .toList())
                .with("from", address.withResource(speaker.nickname()).toString())
                .with(occupantId(speaker.session()));
        boolean isSubject = said.has(Ns.CLIENT, "subject") && !said.has(Ns.CLIENT, "body");
        boolean rules = speaker.role().equals("moderator");
        if (speaker.role().equals("visitor") || isSubject && !rules && !options.is("changesubject")) {
            speaker.session().send(Stanzas.error(said, StanzaCondition.FORBIDDEN));
            return;
        }
        Element passedOn = isSubject ? clean : history.numbered(clean);
        if (isSubject) {
            subject = passedOn.with("id", null);
        } else {
            history.keep(passedOn);
        }
        toAll(passedOn);
    }

    /** What the room itself says, which has an id, too, and stays. */
    void announce(Element... what) {
        Element passedOn = history.numbered(message(address).with(what));
        history.keep(passedOn);
        toAll(passedOn);
    }

    /** What the room itself says to those who are there, 10.2.1. */
    void notice(int status) {
        toAll(message(address).with(Element.of(USER, "x").with(status(status))));
    }

    private void toAll(Element message) {
        occupants.values().forEach(reader -> reader.session()
                .send(message.with("to", reader.session().jid().toString())));
    }

    private boolean isOurId(Element child) {
        return child.is(IDS, "stanza-id") && address.toString().equals(child.attribute("by"));
    }

    RoomHistory history() {
        return history;
    }

    void whisper(Occupant speaker, Element said, String nickname) {
        List<Occupant> readers = named(nickname);
        if (readers.isEmpty()) {
            speaker.session().send(Stanzas.error(said, StanzaCondition.ITEM_NOT_FOUND));
            return;
        }
        List<Element> clean = said.elements().stream()
                .filter(child -> !ROOMS_OWN.contains(child.namespace()))
                .toList();
        Element whispered = said.withoutNodes()
                .with(clean)
                .with("from", address.withResource(speaker.nickname()).toString())
                .with(Element.of(USER, "x"));
        readers.forEach(reader -> reader.session()
                .send(whispered.with("to", reader.session().jid().toString())));
    }

    // --- its picture, XEP-0153 for rooms

    @Nullable
    Element vCard() {
        return vCard;
    }

    void vCard(Element card) {
        vCard = card;
        occupants.values().forEach(reader -> reader.session().send(pictured(reader)));
        notice(104);
    }

    private Element pictured(Occupant reader) {
        String update = "vcard-temp:x:update";
        Element photo = Element.of(update, "photo").withText(RoomHistory.photoHash(vCard));
        return Stanzas.presence(null, address, reader.session().jid())
                .with(Element.of(update, "x").with(photo));
    }
}
