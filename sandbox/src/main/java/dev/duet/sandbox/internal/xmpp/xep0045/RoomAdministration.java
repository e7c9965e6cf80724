package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What those do who rule a room, sections 8 to 10, and XEP-0425. */
record RoomAdministration(Room room) {

    static final String OWNER = Room.MUC + "#owner";
    static final String MODERATE = "urn:xmpp:message-moderate:1";

    private static final String RETRACT = "urn:xmpp:message-retract:1";
    private static final String VCARD = "vcard-temp";
    private static final Set<String> ROLES = Set.of("none", "visitor", "participant", "moderator");

    /** The answer to a request to the room. */
    Element answer(ClientSession session, Element iq, Element payload, Runnable destroyed) {
        boolean isSet = Stanzas.type(iq).equals("set");
        return switch (payload.namespace()) {
            case Room.ADMIN -> isSet ? change(session, iq, payload) : list(session, iq, payload);
            case OWNER -> owning(session, iq, payload, isSet, destroyed);
            case MODERATE -> isSet ? moderate(session, iq, payload) : bad(iq);
            case VCARD -> vCard(session, iq, payload, isSet);
            default -> Stanzas.error(iq, StanzaCondition.SERVICE_UNAVAILABLE);
        };
    }

    private static Element bad(Element iq) {
        return Stanzas.error(iq, StanzaCondition.BAD_REQUEST);
    }

    private static Element outcome(Element iq, @Nullable StanzaCondition wrong) {
        return wrong == null ? Stanzas.result(iq) : Stanzas.error(iq, wrong);
    }

    private Affiliations affiliations() {
        return room.affiliations();
    }

    // --- lists, 9.2, 9.5, 10.5, 10.8, and 8.5, 9.8

    private Element list(ClientSession session, Element iq, Element query) {
        Optional<Element> asked = query.child(Room.ADMIN, "item");
        String affiliation =
                asked.map(item -> item.attribute("affiliation", "")).orElse("");
        String role = asked.map(item -> item.attribute("role", "")).orElse("");
        boolean moderates = room.occupant(session)
                .filter(occupant -> occupant.role().equals("moderator"))
                .isPresent();
        if (affiliation.isEmpty() == role.isEmpty()) {
            return bad(iq);
        }
        if (affiliation.isEmpty() ? !moderates : !affiliations().rules(session.bare())) {
            return Stanzas.error(iq, StanzaCondition.FORBIDDEN);
        }
        return Stanzas.result(iq)
                .with(Element.of(Room.ADMIN, "query")
                        .with(
                                affiliation.isEmpty()
                                        ? inRole(role)
                                        : affiliations().list(affiliation)));
    }

    private List<Element> inRole(String role) {
        return room.occupants().stream()
                .filter(occupant -> occupant.role().equals(role))
                .map(occupant -> Element.of(Room.ADMIN, "item")
                        .with("nick", occupant.nickname())
                        .with("role", role)
                        .with(
                                "affiliation",
                                affiliations().of(occupant.session().bare()))
                        .with("jid", occupant.session().jid().toString()))
                .toList();
    }

    // --- roles and affiliations

    private Element change(ClientSession session, Element iq, Element query) {
        List<Element> items = query.elements(Room.ADMIN, "item");
        if (items.isEmpty()) {
            return bad(iq);
        }
        for (Element item : items) {
            StanzaCondition wrong = item.attribute("role") == null ? affiliation(session, item) : role(session, item);
            if (wrong != null) {
                return Stanzas.error(iq, wrong);
            }
        }
        return Stanzas.result(iq);
    }

    private @Nullable StanzaCondition role(ClientSession session, Element item) {
        Occupant by = room.occupant(session).orElse(null);
        Occupant of =
                room.named(item.attribute("nick", "")).stream().findFirst().orElse(null);
        String role = item.attribute("role", "");
        if (by == null || !by.role().equals("moderator")) {
            return StanzaCondition.FORBIDDEN;
        }
        if (of == null || !ROLES.contains(role)) {
            return of == null ? StanzaCondition.ITEM_NOT_FOUND : StanzaCondition.BAD_REQUEST;
        }
        boolean aboutModerators = role.equals("moderator") || of.role().equals("moderator");
        if (affiliations().rules(of.session().bare()) && !affiliations().isOwner(session.bare())
                || aboutModerators && !affiliations().rules(session.bare())) {
            return StanzaCondition.NOT_ALLOWED;
        }
        if (role.equals("none")) {
            room.putOut(of.nickname(), List.of(307), because(session, item));
        } else {
            room.become(of.as(role), because(session, item));
        }
        return null;
    }

    private @Nullable StanzaCondition affiliation(ClientSession session, Element item) {
        Jid whom;
        try {
            whom = Jid.parse(item.attribute("jid", "")).bare();
        } catch (InvalidJidException e) {
            return StanzaCondition.JID_MALFORMED;
        }
        String reason = item.child(Room.ADMIN, "reason").map(Element::text).orElse("");
        StanzaCondition wrong = affiliations().change(session.bare(), whom, item.attribute("affiliation", ""), reason);
        if (wrong == null) {
            room.occupants().stream()
                    .filter(of -> of.session().bare().equals(whom)
                            || whom.local() == null
                                    && of.session().bare().domain().equals(whom.domain()))
                    .forEach(of -> follow(of, because(session, item)));
        }
        return wrong;
    }

    /** What becomes of one who is there and whose affiliation is another. */
    private void follow(Occupant of, Element item) {
        Jid person = of.session().bare();
        if (affiliations().of(person).equals("outcast")) {
            room.putOut(of.nickname(), List.of(301), item);
        } else if (room.options().is("membersonly") && !affiliations().isMember(person)) {
            room.putOut(of.nickname(), List.of(321), item);
        } else {
            room.become(of.as(room.role(person)), item);
        }
    }

    private Element because(ClientSession by, Element item) {
        Element actor = Element.of(Room.USER, "actor")
                .with("nick", room.occupant(by).map(Occupant::nickname).orElse(null));
        Element told = Element.of(Room.USER, "item").with(actor);
        return item.child(Room.ADMIN, "reason")
                .map(reason -> told.with(Element.of(Room.USER, "reason").withText(reason.text())))
                .orElse(told);
    }

    // --- configuration and the end, section 10

    private Element owning(ClientSession session, Element iq, Element query, boolean isSet, Runnable destroyed) {
        if (!affiliations().isOwner(session.bare())) {
            return Stanzas.error(iq, StanzaCondition.FORBIDDEN);
        }
        if (!isSet) {
            return Stanzas.result(iq)
                    .with(Element.of(OWNER, "query").with(room.options().form()));
        }
        Optional<Element> destroy = query.child(OWNER, "destroy");
        Optional<Element> form = query.child(RoomOptions.FORMS, "x");
        if (destroy.isPresent()) {
            destroy(destroy.get());
            destroyed.run();
            return Stanzas.result(iq);
        }
        if (form.isEmpty()) {
            return bad(iq);
        }
        if (form.get().attribute("type", "").equals("cancel")) {
            if (room.isLocked()) {
                destroy(Element.of(OWNER, "destroy"));
                destroyed.run();
            }
            return Stanzas.result(iq);
        }
        return outcome(iq, configure(form.get()));
    }

    private @Nullable StanzaCondition configure(Element form) {
        boolean isNew = room.isLocked();
        StanzaCondition wrong = room.options().apply(form);
        if (wrong == null) {
            room.unlock();
            if (!isNew) {
                room.notice(104);
            }
            room.occupants().stream()
                    .filter(of -> room.options().is("membersonly")
                            && !affiliations().isMember(of.session().bare()))
                    .forEach(of -> room.putOut(of.nickname(), List.of(322), null));
        }
        return wrong;
    }

    private void destroy(Element destroy) {
        for (Occupant occupant : room.occupants()) {
            List<Element> words = destroy.elements().stream()
                    .map(child -> new Element(Room.USER, child.name(), child.attributes(), child.nodes()))
                    .toList();
            Element user = Element.of(Room.USER, "x")
                    .with(Element.of(Room.USER, "item")
                            .with("affiliation", "none")
                            .with("role", "none"))
                    .with(new Element(Room.USER, "destroy", destroy.attributes(), List.copyOf(words)))
                    .with(Room.status(110));
            Jid at = room.address().withResource(occupant.nickname());
            occupant.session()
                    .send(Stanzas.presence("unavailable", at, occupant.session().jid())
                            .with(user));
        }
        room.empty();
    }

    // --- what others said, XEP-0425, and the picture

    private Element moderate(ClientSession session, Element iq, Element wish) {
        Optional<Occupant> by =
                room.occupant(session).filter(occupant -> occupant.role().equals("moderator"));
        String id = wish.attribute("id", "");
        if (by.isEmpty() || !wish.has(RETRACT, "retract")) {
            return by.isEmpty() ? Stanzas.error(iq, StanzaCondition.FORBIDDEN) : bad(iq);
        }
        if (!room.history().retract(id)) {
            return Stanzas.error(iq, StanzaCondition.ITEM_NOT_FOUND);
        }
        Element moderated = Element.of(MODERATE, "moderated")
                .with("by", room.address().withResource(by.get().nickname()).toString())
                .with(room.occupantId(session));
        Element retract = Element.of(RETRACT, "retract").with("id", id).with(moderated);
        room.announce(wish.child(MODERATE, "reason")
                .map(reason -> retract.with(Element.of(RETRACT, "reason").withText(reason.text())))
                .orElse(retract));
        return Stanzas.result(iq);
    }

    private Element vCard(ClientSession session, Element iq, Element card, boolean isSet) {
        if (isSet && !affiliations().isOwner(session.bare())) {
            return Stanzas.error(iq, StanzaCondition.FORBIDDEN);
        }
        if (isSet) {
            room.vCard(card);
            return Stanzas.result(iq);
        }
        Element known = room.vCard();
        return Stanzas.result(iq).with(known == null ? Element.of(VCARD, "vCard") : known);
    }
}
