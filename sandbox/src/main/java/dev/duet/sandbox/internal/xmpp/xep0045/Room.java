package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One room: open to all who are not banned, not anonymous, with occupant ids and ids of messages. */
final class Room {

    static final String MUC = "http://jabber.org/protocol/muc";
    static final String USER = MUC + "#user";
    static final String ADMIN = MUC + "#admin";
    static final String OCCUPANT_ID = "urn:xmpp:occupant-id:0";
    static final String IDS = "urn:xmpp:sid:0";

    private static final int MOST_KEPT = 100;
    private static final Set<String> ROOMS_OWN = Set.of(MUC, USER, OCCUPANT_ID);

    private final Jid address;
    private final Clock clock;
    private final Map<String, Occupant> occupants = new LinkedHashMap<>();
    private final Map<Jid, String> affiliations = new LinkedHashMap<>();
    private final List<Element> history = new ArrayList<>();
    private Element subject;

    Room(Jid address, Jid owner, Clock clock) {
        this.address = address;
        this.clock = clock;
        affiliations.put(owner, "owner");
        subject = message(address).with(Element.of(Ns.CLIENT, "subject"));
    }

    boolean isEmpty() {
        return occupants.isEmpty();
    }

    Optional<Occupant> occupant(ClientSession session) {
        return occupants.values().stream().filter(o -> o.session() == session).findFirst();
    }

    private String affiliation(ClientSession session) {
        return affiliations.getOrDefault(session.bare(), "none");
    }

    // --- coming and going, section 7

    /** Presence to a nickname: enters, takes another nickname, or shows something else. */
    void presence(ClientSession session, Element presence, String nickname, boolean created) {
        Optional<Occupant> known = occupant(session);
        Occupant holder = occupants.get(nickname);
        boolean enters = known.isEmpty() || presence.has(MUC, "x");
        if (affiliation(session).equals("outcast")) {
            session.send(Stanzas.error(presence, StanzaCondition.FORBIDDEN));
        } else if (holder != null && holder.session() != session) {
            session.send(Stanzas.error(presence, StanzaCondition.CONFLICT));
        } else if (enters) {
            known.ifPresent(occupant -> occupants.remove(occupant.nickname()));
            enter(session, presence, nickname, created);
        } else if (known.get().nickname().equals(nickname)) {
            Occupant now = known.get().showing(shown(presence));
            occupants.put(nickname, now);
            tell(now, null, List.of(), null);
        } else {
            rename(known.get(), nickname);
        }
    }

    private void enter(ClientSession session, Element presence, String nickname, boolean created) {
        String affiliation = affiliation(session);
        boolean rules = affiliation.equals("owner") || affiliation.equals("admin");
        Occupant entering = new Occupant(session, nickname, rules ? "moderator" : "participant", shown(presence));
        occupants.values().forEach(other -> session.send(told(other, session, null, List.of(), null)));
        occupants.put(nickname, entering);
        tell(entering, null, created ? List.of(201) : List.of(), null);
        List<Element> kept = history.subList(Math.max(0, history.size() - wanted(presence)), history.size());
        kept.forEach(message -> session.send(message.with("to", session.jid().toString())));
        session.send(subject.with("to", session.jid().toString()));
    }

    private static int wanted(Element presence) {
        return presence.child(MUC, "x")
                .flatMap(x -> x.child(MUC, "history"))
                .map(bound -> bound.attribute("maxstanzas", ""))
                .filter(most -> most.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(MOST_KEPT);
    }

    private static List<Element> shown(Element presence) {
        return presence.elements().stream()
                .filter(child -> !ROOMS_OWN.contains(child.namespace()))
                .toList();
    }

    private void rename(Occupant before, String nickname) {
        tell(before, "unavailable", List.of(303), Element.of(USER, "item").with("nick", nickname));
        occupants.remove(before.nickname());
        Occupant after = before.named(nickname);
        occupants.put(nickname, after);
        tell(after, null, List.of(), null);
    }

    /** The client goes, of its own accord, lost, or put out. */
    void leave(Occupant leaving, List<Integer> statuses, @Nullable Element item) {
        tell(leaving, "unavailable", statuses, item);
        occupants.remove(leaving.nickname());
    }

    private void tell(Occupant of, @Nullable String type, List<Integer> statuses, @Nullable Element item) {
        for (Occupant reader : List.copyOf(occupants.values())) {
            reader.session().send(told(of, reader.session(), type, statuses, item));
        }
    }

    private Element told(
            Occupant of, ClientSession reader, @Nullable String type, List<Integer> statuses, @Nullable Element more) {
        Element item = (more == null ? Element.of(USER, "item") : more)
                .with("affiliation", affiliation(of.session()))
                .with("role", type == null ? of.role() : "none")
                .with("jid", of.session().jid().toString());
        Element user = Element.of(USER, "x").with(item);
        for (int status : statuses) {
            user = user.with(status(status));
        }
        if (reader == of.session()) {
            user = user.with(status(110));
        }
        Element presence = Stanzas.presence(type, address.withResource(of.nickname()), reader.jid());
        return (type == null ? presence.with(of.presence()) : presence).with(occupantId(of.session()), user);
    }

    private static Element status(int code) {
        return Element.of(USER, "status").with("code", Integer.toString(code));
    }

    private Element occupantId(ClientSession session) {
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
        if (isSubject && !speaker.role().equals("moderator")) {
            speaker.session().send(Stanzas.error(said, StanzaCondition.FORBIDDEN));
            return;
        }
        Element passedOn = isSubject ? clean : numbered(clean);
        if (isSubject) {
            subject = passedOn.with("id", null);
        } else {
            keep(passedOn);
        }
        occupants.values().forEach(reader -> reader.session()
                .send(passedOn.with("to", reader.session().jid().toString())));
    }

    private boolean isOurId(Element child) {
        return child.is(IDS, "stanza-id") && address.toString().equals(child.attribute("by"));
    }

    private Element numbered(Element message) {
        return message.with(Element.of(IDS, "stanza-id")
                .with("by", address.toString())
                .with("id", UUID.randomUUID().toString()));
    }

    private void keep(Element message) {
        history.add(message.with(Element.of("urn:xmpp:delay", "delay")
                .with("from", address.toString())
                .with("stamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())));
        if (history.size() > MOST_KEPT) {
            history.remove(0);
        }
    }

    void whisper(Occupant speaker, Element said, String nickname) {
        Occupant reader = occupants.get(nickname);
        if (reader == null) {
            speaker.session().send(Stanzas.error(said, StanzaCondition.ITEM_NOT_FOUND));
            return;
        }
        reader.session()
                .send(said.with("from", address.withResource(speaker.nickname()).toString())
                        .with("to", reader.session().jid().toString())
                        .with(Element.of(USER, "x")));
    }

    boolean has(String nickname) {
        return occupants.containsKey(nickname);
    }

    // --- who rules, section 9

    /** Changes a role or an affiliation; returns what is wrong with that, or null. */
    @Nullable
    StanzaCondition change(Occupant by, Element item) {
        String affiliation = affiliation(by.session());
        boolean rules = affiliation.equals("owner") || affiliation.equals("admin");
        String role = item.attribute("role");
        if (role != null) {
            Occupant of = occupants.get(item.attribute("nick", ""));
            boolean may = by.role().equals("moderator")
                    && (of == null || !affiliation(of.session()).equals("owner"));
            if (of == null || !may) {
                return may ? StanzaCondition.ITEM_NOT_FOUND : StanzaCondition.NOT_ALLOWED;
            }
            if (role.equals("none")) {
                leave(of, List.of(307), because(by, item));
            } else {
                Occupant now = new Occupant(of.session(), of.nickname(), role, of.presence());
                occupants.put(now.nickname(), now);
                tell(now, null, List.of(), because(by, item));
            }
            return null;
        }
        if (!rules || item.attribute("jid") == null) {
            return rules ? StanzaCondition.BAD_REQUEST : StanzaCondition.NOT_ALLOWED;
        }
        Jid whom = Jid.parse(item.attribute("jid", "")).bare();
        affiliations.put(whom, item.attribute("affiliation", "none"));
        for (Occupant of : List.copyOf(occupants.values())) {
            if (of.session().bare().equals(whom) && affiliation(of.session()).equals("outcast")) {
                leave(of, List.of(301), because(by, item));
            } else if (of.session().bare().equals(whom)) {
                tell(of, null, List.of(), because(by, item));
            }
        }
        return null;
    }

    private static Element because(Occupant by, Element item) {
        Element told = Element.of(USER, "item").with(Element.of(USER, "actor").with("nick", by.nickname()));
        return item.child(ADMIN, "reason")
                .map(reason -> told.with(Element.of(USER, "reason").withText(reason.text())))
                .orElse(told);
    }

    /** The room is no more. */
    void destroy(Element destroy) {
        for (Occupant occupant : List.copyOf(occupants.values())) {
            Element user = Element.of(USER, "x")
                    .with(Element.of(USER, "item").with("affiliation", "none").with("role", "none"))
                    .with(new Element(USER, "destroy", destroy.attributes(), List.copyOf(renamed(destroy.elements()))))
                    .with(status(110));
            occupant.session()
                    .send(Stanzas.presence(
                                    "unavailable",
                                    address.withResource(occupant.nickname()),
                                    occupant.session().jid())
                            .with(user));
        }
        occupants.clear();
    }

    private static List<Element> renamed(List<Element> children) {
        return children.stream()
                .map(child -> new Element(USER, child.name(), child.attributes(), child.nodes()))
                .toList();
    }

    boolean isOwner(ClientSession session) {
        return affiliation(session).equals("owner");
    }
}
