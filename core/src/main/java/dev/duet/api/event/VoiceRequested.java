package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;
import dev.duet.model.VoiceRequest;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody in a room that this user moderates wants to be let speak (XEP-0045 8.6).
 *
 * @param room where
 * @param request who, as the room says
 */
public record VoiceRequested(Room room, VoiceRequest request) implements DuetEvent {

    /** Lets them speak. Completes as {@link dev.duet.api.RoomRules#answerVoice}. */
    public CompletableFuture<Void> grant() {
        return room.rules().answerVoice(request, true);
    }

    /** Does not. Completes as {@link dev.duet.api.RoomRules#answerVoice}. */
    public CompletableFuture<Void> deny() {
        return room.rules().answerVoice(request, false);
    }
}
