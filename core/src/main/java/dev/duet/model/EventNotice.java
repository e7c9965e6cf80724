package dev.duet.model;

import java.util.Objects;

/**
 * What a server tells somebody who subscribed to an event package of SIP (RFC 6665).
 *
 * @param event the package, in lower case, such as {@code message-summary}
 * @param target whose it is
 * @param state {@code active}, {@code pending} or, once nothing more comes, {@code terminated}
 * @param mediaType of the body, in lower case; empty without one
 * @param body as it came, with characters of any kind; empty without one
 */
public record EventNotice(String event, Address target, String state, String mediaType, String body) {

    public EventNotice {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(body, "body");
    }
}
