package dev.duet.spi;

import dev.duet.model.Address;

/** What can be learnt of rooms without being in them (XEP-0045 6). */
@OnLoop
public interface RoomSearchLink {

    /** Asks which services of the user's server have rooms. Answered by {@link RoomAnswer.Services}. */
    void fetchServices(long operation);

    /**
     * Asks which rooms a service lists. Answered by {@link RoomAnswer.Page}.
     *
     * @param most how many at most, where the service has pages
     * @param after what the page before says is next; empty for the first
     */
    void fetchRooms(long operation, Address service, int most, String after);

    /** Asks what a room is like. Answered by {@link RoomAnswer.Details}. */
    void fetchDetails(long operation, Address room);

    /** Asks for a room's avatar. Answered by {@link RoomAnswer.Picture}. */
    void fetchAvatar(long operation, Address room);
}
