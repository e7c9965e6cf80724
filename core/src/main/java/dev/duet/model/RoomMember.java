package dev.duet.model;

import java.util.Objects;

/**
 * Somebody on one of a room's lists (XEP-0045 9 and 10), there or not.
 *
 * @param address who
 * @param affiliation what they are to the room
 * @param nickname what they are called there, as far as the room tells; else empty
 * @param reason why, in the words of who put them there; may be empty
 */
public record RoomMember(Address address, RoomAffiliation affiliation, String nickname, String reason) {

    public RoomMember {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(affiliation, "affiliation");
        Objects.requireNonNull(nickname, "nickname");
        Objects.requireNonNull(reason, "reason");
    }
}
