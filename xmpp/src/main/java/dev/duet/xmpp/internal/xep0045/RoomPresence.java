package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Occupant;
import dev.duet.model.RoomExit;
import java.util.Set;

/**
 * Presence that a room tells of an occupant.
 *
 * @param available false for one who goes
 * @param occupant who; of one who goes only the nickname says something
 * @param statuses what the room says about it (XEP-0045 15.6.2)
 * @param newNickname what one who takes another nickname is called from now on; else empty
 * @param exit why one goes
 */
record RoomPresence(boolean available, Occupant occupant, Set<Integer> statuses, String newNickname, RoomExit exit) {

    static final int SELF = 110;
    static final int CREATED = 201;
    static final int BANNED = 301;
    static final int RENAMED = 303;
    static final int KICKED = 307;
    static final int NO_LONGER_ALLOWED = 321;
    static final int MEMBERS_ONLY = 322;
    static final int SERVICE_ENDS = 332;
    static final int CONNECTION_LOST = 333;

    RoomPresence {
        statuses = Set.copyOf(statuses);
    }

    boolean has(int status) {
        return statuses.contains(status);
    }
}
