package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody is in a room no more.
 *
 * @param kind why
 * @param by who did it, as far as the room tells: a nickname or an address; else empty
 * @param reason in that person's words; may be empty
 * @param instead the room to go to instead of one that was destroyed; null for none
 * @param failure why the room did not let the user in; null unless the kind is REFUSED
 */
public record RoomExit(
        Kind kind,
        String by,
        String reason,
        @Nullable Address instead,
        @Nullable Failure failure) {

    public RoomExit {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        if ((kind == Kind.REFUSED) != (failure != null)) {
            throw new IllegalArgumentException("A failure belongs to REFUSED, and REFUSED has one");
        }
    }

    /** For that reason, in those words. */
    public static RoomExit of(Kind kind, String by, String reason) {
        return new RoomExit(kind, by, reason, null, null);
    }

    /** The room did not let the user in. */
    public static RoomExit refused(Failure failure) {
        return new RoomExit(Kind.REFUSED, "", "", null, failure);
    }

    /** Why (XEP-0045 15.6.2). */
    public enum Kind {
        /** Went of their own accord. */
        LEFT,
        /** Was taken out (307). */
        KICKED,
        /** Was taken out for good (301). */
        BANNED,
        /** Lost what the room asks for (321), or is no member of a room that became one for members only (322). */
        NOT_MEMBER,
        /** The room is no more. */
        DESTROYED,
        /** Lost the connection to the room (333), or the room's service ends (332). */
        LOST,
        /** Was not let in. */
        REFUSED
    }
}
