package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.UUID;

/** Wishes of visitors for voice, sections 7.13 and 8.6. */
final class VoiceRequests {

    private static final String ABOUT = Room.MUC + "#request";

    private VoiceRequests() {}

    static boolean isIn(Element message) {
        return message.child(RoomOptions.FORMS, "x")
                .filter(form -> value(form, "FORM_TYPE").equals(ABOUT))
                .isPresent();
    }

    private static String value(Element form, String name) {
        return form.elements(RoomOptions.FORMS, "field").stream()
                .filter(field -> name.equals(field.attribute("var")))
                .flatMap(field -> field.elements(RoomOptions.FORMS, "value").stream())
                .map(Element::text)
                .findFirst()
                .orElse("");
    }

    static void take(Room room, Occupant by, Element message) {
        Element form = message.child(RoomOptions.FORMS, "x").orElseThrow();
        String allow = value(form, "muc#request_allow");
        if (allow.isEmpty() && by.role().equals("visitor")) {
            room.occupants().stream()
                    .filter(one -> one.role().equals("moderator"))
                    .forEach(one -> one.session().send(asked(room, by, one)));
        } else if (allow.isEmpty() || !by.role().equals("moderator")) {
            by.session().send(Stanzas.error(message, StanzaCondition.FORBIDDEN));
        } else if (allow.equals("true") || allow.equals("1")) {
            room.occupants().stream()
                    .filter(one -> one.session().jid().toString().equals(value(form, "muc#jid")))
                    .filter(one -> one.role().equals("visitor"))
                    .findFirst()
                    .ifPresent(one -> room.become(one.as("participant"), null));
        }
    }

    private static Element asked(Room room, Occupant by, Occupant moderator) {
        Element form = Element.of(RoomOptions.FORMS, "x")
                .with("type", "form")
                .with(
                        field("FORM_TYPE", "hidden", ABOUT),
                        field("muc#role", "list-single", "participant"),
                        field("muc#jid", "jid-single", by.session().jid().toString()),
                        field("muc#roomnick", "text-single", by.nickname()),
                        field("muc#request_allow", "boolean", "false"));
        return Element.of(Ns.CLIENT, "message")
                .with("from", room.address().toString())
                .with("to", moderator.session().jid().toString())
                .with("id", UUID.randomUUID().toString())
                .with(form);
    }

    private static Element field(String name, String type, String value) {
        return Element.of(RoomOptions.FORMS, "field")
                .with("var", name)
                .with("type", type)
                .with(Element.of(RoomOptions.FORMS, "value").withText(value));
    }
}
