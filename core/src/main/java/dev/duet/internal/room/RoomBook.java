package dev.duet.internal.room;

import dev.duet.api.Room;
import dev.duet.api.Rooms;
import dev.duet.api.event.BookmarkChanged;
import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.model.RoomPage;
import dev.duet.model.RoomState;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomAnswer;
import dev.duet.spi.RoomFact;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms of an account, one for each address. */
public final class RoomBook implements Rooms {

    private static final int MOST_OF_A_PAGE = 1000;

    private final RoomHost host;
    private final RoomCommands commands;
    private final Map<Address, RoomControl> rooms = new ConcurrentHashMap<>();
    private volatile List<Bookmark> bookmarks = List.of();

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

    @Override
    public List<Bookmark> bookmarks() {
        return bookmarks;
    }

    @Override
    public CompletableFuture<Void> setBookmark(Bookmark bookmark) {
        Objects.requireNonNull(bookmark, "bookmark");
        return commands.command((link, operation) -> link.bookmarks().set(operation, bookmark));
    }

    @Override
    public CompletableFuture<Void> removeBookmark(Address room) {
        Objects.requireNonNull(room, "room");
        return commands.command((link, operation) -> link.bookmarks().remove(operation, room));
    }

    /** All that the server keeps in mind. */
    @OnLoop
    public void bookmarked(List<Bookmark> all) {
        Map<Address, Bookmark> before = byRoom(bookmarks);
        Map<Address, Bookmark> after = byRoom(all);
        bookmarks = after.values().stream()
                .sorted(Comparator.comparing(Bookmark::name)
                        .thenComparing(bookmark -> bookmark.room().uri()))
                .toList();
        Set<Address> known = new LinkedHashSet<>(before.keySet());
        known.addAll(after.keySet());
        for (Address room : known) {
            if (!Objects.equals(before.get(room), after.get(room))) {
                host.emit(new BookmarkChanged(control(room), before.get(room), after.get(room)));
            }
        }
    }

    private static Map<Address, Bookmark> byRoom(List<Bookmark> bookmarks) {
        Map<Address, Bookmark> byRoom = new LinkedHashMap<>();
        bookmarks.forEach(bookmark -> byRoom.put(bookmark.room(), bookmark));
        return byRoom;
    }

    /** Whether that is a room of which something was asked or told. From any thread. */
    public boolean knows(Address address) {
        return rooms.containsKey(address.bare());
    }

    /** Something happened in a room. */
    @OnLoop
    public void told(Address room, RoomFact fact) {
        control(room.bare()).told(fact);
    }
}
