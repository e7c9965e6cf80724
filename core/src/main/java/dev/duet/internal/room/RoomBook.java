package dev.duet.internal.room;

import dev.duet.api.Room;
import dev.duet.api.Rooms;
import dev.duet.model.Address;
import dev.duet.model.RoomPage;
import dev.duet.model.RoomState;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomAnswer;
import dev.duet.spi.RoomFact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms of an account, one for each address. */
public final class RoomBook implements Rooms {

    private static final int MOST_OF_A_PAGE = 1000;

    private final RoomHost host;
    private final RoomCommands commands;
    private final Map<Address, RoomControl> rooms = new ConcurrentHashMap<>();

    /** No rooms yet. */
    public RoomBook(RoomHost host) {
        this.host = host;
        this.commands = new RoomCommands(host);
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

    @Override
    public CompletableFuture<List<Address>> services() {
        return commands.ask(RoomAnswer.Services.class, RoomAnswer.Services::services, (link, operation) -> link.search()
                .fetchServices(operation));
    }

    @Override
    public CompletableFuture<RoomPage> list(String service, int most, String after) {
        Address at = Address.xmpp(service);
        Objects.requireNonNull(after, "after");
        if (most < 1 || most > MOST_OF_A_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MOST_OF_A_PAGE + " rooms, unlike " + most);
        }
        return commands.ask(RoomAnswer.Page.class, RoomAnswer.Page::page, (link, operation) -> link.search()
                .fetchRooms(operation, at, most, after));
    }

    /** Something happened in a room. */
    @OnLoop
    public void told(Address room, RoomFact fact) {
        control(room.bare()).told(fact);
    }
}
