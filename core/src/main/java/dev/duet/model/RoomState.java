package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a user stands with a room.
 *
 * @param phase how far in
 * @param nickname what the user is called there, or is about to be; empty when OUT
 * @param exit why the user is not in the room; null when that never was, when in it, on the way or hidden
 */
public record RoomState(
        Phase phase, String nickname, @Nullable RoomExit exit) {

    /** Not in it, and never was. */
    public static final RoomState OUT = new RoomState(Phase.OUT, "", null);

    public RoomState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(nickname, "nickname");
    }

    /** How far in. */
    public enum Phase {
        /** Not in it. */
        OUT,
        /** On the way in, for the first time or again: after the connection was lost, this goes on by itself. */
        JOINING,
        /** In it. */
        JOINED,
        /** Not in it while the user hides, that is, is OFFLINE to all; entered again as soon as that ends. */
        HIDDEN
    }
}
