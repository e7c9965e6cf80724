package dev.duet.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What signalling tells about a call beyond its two sides. All of it is as told, and not proved.
 *
 * @param referrer who had the call made: it is the outcome of a transfer (RFC 3892); null when not told
 * @param hops the way that the call took, an outgoing one as whoever answers tells; each source from its first station
 *     to its last, {@link CallHop.Source#HISTORY_INFO} (RFC 7044) before {@link CallHop.Source#DIVERSION} (RFC 5806);
 *     20 of each at most
 * @param alerts how an incoming call is to ring (Alert-Info, RFC 3261 20.4): URIs of sounds, and URNs such as {@code
 *     urn:alert:source:external} (RFC 7462), as they came; 8 at most. Nothing is fetched from there: whoever does so
 *     tells strangers that this account rings
 * @param answerHint the wish that an incoming call is answered by itself; null for none
 * @param asserted true when the account's own server says itself who calls (P-Asserted-Identity, RFC 3325)
 */
public record CallDetails(
        @Nullable Address referrer,
        List<CallHop> hops,
        List<String> alerts,
        @Nullable AnswerHint answerHint,
        boolean asserted) {

    /** Nothing more is told. */
    public static final CallDetails NONE = new CallDetails(null);

    public CallDetails {
        hops = List.copyOf(hops);
        alerts = List.copyOf(alerts);
    }

    /** Nothing more is told than who had the call made. */
    public CallDetails(@Nullable Address referrer) {
        this(referrer, List.of(), List.of(), null, false);
    }

    /** The same by another way. */
    public CallDetails withHops(List<CallHop> newHops) {
        return new CallDetails(referrer, newHops, alerts, answerHint, asserted);
    }

    /** Who had the call made. */
    public Optional<Address> referredBy() {
        return Optional.ofNullable(referrer);
    }

    /** The wish that the call is answered by itself. */
    public Optional<AnswerHint> autoAnswer() {
        return Optional.ofNullable(answerHint);
    }

    /**
     * Whom the caller called first; this account, when the call was not sent on. Empty when nobody tells, or is to be
     * named.
     */
    public Optional<Address> firstCalled() {
        return hops.stream().findFirst().flatMap(hop -> Optional.ofNullable(hop.address()));
    }
}
