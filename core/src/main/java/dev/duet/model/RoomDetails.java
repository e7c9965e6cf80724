package dev.duet.model;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a room tells of itself to those who are not in it, too (XEP-0045 6.4).
 *
 * @param name its name; may be empty
 * @param description what it is for; may be empty
 * @param subject what is spoken of just now, if it tells; else empty
 * @param language of those who talk there, as an RFC 5646 tag; empty when it does not tell
 * @param occupants how many are there; empty when it does not tell
 * @param avatarId the SHA-1 of its avatar (see {@link Avatar#id()}); empty for none, or when it does not tell
 * @param traits what it is like
 */
public record RoomDetails(
        String name,
        String description,
        String subject,
        String language,
        OptionalInt occupants,
        String avatarId,
        Set<RoomTrait> traits) {

    public RoomDetails {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(occupants, "occupants");
        Objects.requireNonNull(avatarId, "avatarId");
        traits = Set.copyOf(traits);
    }

    /** True for a room that is like that. */
    public boolean is(RoomTrait trait) {
        return traits.contains(trait);
    }
}
