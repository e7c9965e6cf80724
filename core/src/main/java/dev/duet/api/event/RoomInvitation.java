package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;
import dev.duet.model.Address;
import dev.duet.model.InvitationWay;
import dev.duet.model.JoinOptions;
import dev.duet.model.Secret;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The user is asked into a room (XEP-0249, XEP-0045 7.8.2), and is not there.
 *
 * @param room into which
 * @param from who asks: a person's address, or, where the room keeps that secret, an occupant's. With MEDIATED it is
 *     the room alone that says so
 * @param way how
 * @param password what the room asks for at the door; null for nothing that is known
 * @param reason in that person's words; may be empty
 */
public record RoomInvitation(
        Room room,
        Address from,
        InvitationWay way,
        @Nullable Secret password,
        String reason) implements DuetEvent {

    /**
     * Goes there.
     *
     * @param nickname as of {@link JoinOptions}
     * @return as of {@link Room#join}
     */
    public CompletableFuture<Void> accept(String nickname) {
        JoinOptions options = JoinOptions.as(nickname);
        return room.join(password == null ? options : options.withPassword(password));
    }

    /**
     * Does not go there, and tells who asks, where that can be told: of a DIRECT invitation it cannot.
     *
     * @param reason in words for people; may be empty
     * @return completes when the server has it, at once for a DIRECT one
     */
    public CompletableFuture<Void> decline(String reason) {
        return way == InvitationWay.DIRECT ? CompletableFuture.completedFuture(null) : room.decline(from, reason);
    }
}
