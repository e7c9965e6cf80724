package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Failure;
import dev.duet.model.WireDetail;
import dev.duet.xmpp.internal.rfc6120.Iqs;

/** What the answer to a ping of oneself in a room says (XEP-0410 3.2). Pure. */
enum SelfPing {
    /** Still there. */
    JOINED,
    /** The room knows nothing of us. */
    GONE,
    /** Nobody knows; to be asked again. */
    UNKNOWN;

    static SelfPing of(Iqs.Answer answer) {
        Failure failure = answer.failure();
        WireDetail wire = failure == null ? null : failure.wire();
        if (wire == null) {
            return failure == null ? JOINED : UNKNOWN;
        }
        return switch (wire.condition()) {
            case "service-unavailable", "feature-not-implemented", "item-not-found" -> JOINED;
            case "remote-server-not-found", "remote-server-timeout" -> UNKNOWN;
            default -> GONE;
        };
    }
}
