package dev.duet.sandbox.internal.xmpp.rfc6121;

import java.util.Locale;
import java.util.Optional;

/** The presence types that manage subscriptions. */
public enum SubscriptionKind {
    SUBSCRIBE,
    SUBSCRIBED,
    UNSUBSCRIBE,
    UNSUBSCRIBED;

    /** The presence type on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that presence type, empty for all other types. */
    public static Optional<SubscriptionKind> ofWire(String type) {
        for (SubscriptionKind kind : values()) {
            if (kind.wire().equals(type)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
