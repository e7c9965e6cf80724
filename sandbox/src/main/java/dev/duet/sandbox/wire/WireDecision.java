package dev.duet.sandbox.wire;

import java.util.List;

/**
 * What becomes of one packet.
 *
 * @param fate the outcome
 * @param arrivals when it arrives, on the clock given to {@link WirePlan#step}, earliest first: none if it does not,
 *     two if it is duplicated
 */
public record WireDecision(Fate fate, List<Long> arrivals) {

    /** The outcomes. */
    public enum Fate {
        /** Arrives once. */
        DELIVERED,
        /** Arrives twice. */
        DUPLICATED,
        /** Lost on the way. */
        LOST,
        /** Dropped because too much was waiting for the bandwidth. */
        OVERFLOWED
    }

    /** Keeps a copy of the list. */
    public WireDecision {
        arrivals = List.copyOf(arrivals);
    }
}
