package dev.duet.model;

import java.util.Objects;

/**
 * Somebody's wish to be let speak in a moderated room (XEP-0045 8.6), as the room tells it.
 *
 * @param nickname who, by the name there
 * @param address who, outside the room
 */
public record VoiceRequest(String nickname, Address address) {

    public VoiceRequest {
        Objects.requireNonNull(nickname, "nickname");
        Objects.requireNonNull(address, "address");
    }
}
