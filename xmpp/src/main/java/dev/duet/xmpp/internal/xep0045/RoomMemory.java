package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.spi.OnLoop;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rooms that the user wants to be in. Outlives the session. */
@OnLoop
public final class RoomMemory {

    final Map<Address.Xmpp, Seat> seats = new LinkedHashMap<>();

    /** True for a room that the user is in, or on the way into, and for whoever is there. */
    public boolean isRoom(Address.Xmpp address) {
        return seats.containsKey(address.bare());
    }
}
