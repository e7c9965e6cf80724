package dev.duet.internal.room;

import dev.duet.api.Room;
import dev.duet.api.Rooms;
import dev.duet.model.Address;
import dev.duet.model.RoomState;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomFact;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms of an account, one for each address. */
public final class RoomBook implements Rooms {

    private final RoomHost host;
    private final Map<Address, RoomControl> rooms = new ConcurrentHashMap<>();

    /** No rooms yet. */
    public RoomBook(RoomHost host) {
        this.host = host;
    }

    @Override
    public Room room(String address) {
        Address.Xmpp room = Address.xmpp(address).bare();
        if (room.local() == null) {
            throw new IllegalArgumentException("A room has a name before the @, unlike \"" + address + "\"");
        }
        return control(room);
    }

    private RoomControl control(Address room) {
        return rooms.computeIfAbsent(room, address -> new RoomControl(address, host));
    }

    @Override
    public List<Room> joined() {
        return rooms.values().stream()
                .filter(room -> room.state().phase() != RoomState.Phase.OUT)
                .map(Room.class::cast)
                .toList();
    }

    /** Something happened in a room. */
    @OnLoop
    public void told(Address room, RoomFact fact) {
        control(room.bare()).told(fact);
    }
}
