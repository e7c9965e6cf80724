package dev.duet.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Some of the rooms that a service lists.
 *
 * @param rooms these
 * @param next what to ask with for those after them; empty when these were the last. A service without pages
 *     (XEP-0059) lists all at once
 * @param total how many rooms it lists in all, as far as it tells
 */
public record RoomPage(List<RoomListing> rooms, String next, OptionalInt total) {

    public RoomPage {
        rooms = List.copyOf(rooms);
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(total, "total");
    }
}
