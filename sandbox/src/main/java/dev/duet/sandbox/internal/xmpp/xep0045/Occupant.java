package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.List;

/**
 * A client in a room.
 *
 * @param nickname what it is called there
 * @param role {@code visitor}, {@code participant} or {@code moderator}
 * @param presence what its presence says, beyond what the room says
 */
record Occupant(ClientSession session, String nickname, String role, List<Element> presence) {

    Occupant {
        presence = List.copyOf(presence);
    }

    Occupant named(String newNickname) {
        return new Occupant(session, newNickname, role, presence);
    }

    Occupant as(String newRole) {
        return new Occupant(session, nickname, newRole, presence);
    }

    Occupant showing(List<Element> newPresence) {
        return new Occupant(session, nickname, role, newPresence);
    }
}
