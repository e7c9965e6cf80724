package dev.duet.model;

import java.util.Objects;

/**
 * A room, as its service lists it.
 *
 * @param room where it is
 * @param name what it is called; may be empty
 */
public record RoomListing(Address room, String name) {

    public RoomListing {
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(name, "name");
    }
}
