package dev.duet.media.internal.rfc3264;

import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;

/** How a negotiation came out. */
public sealed interface Negotiation {

    /**
     * Both sides have something in common.
     *
     * @param description our description: the answer, or the offer that was answered
     * @param agreement what was agreed
     */
    record Agreed(SessionDescription description, Agreement agreement) implements Negotiation {}

    /**
     * There is nothing in common.
     *
     * @param failure why: of kind NEGOTIATION, or TLS when encryption is required and the other side has none
     */
    record Refused(Failure failure) implements Negotiation {}
}
