package dev.duet.model;

import java.util.Objects;

/**
 * What an account does when others want to move its calls.
 *
 * <p>A transfer makes this account call an address that the other side chose, at this account's cost. Who takes calls
 * of strangers, and pays for calls to telephone numbers, may rather be asked.
 *
 * @param inCall what becomes of the wish of the other side of a call that this side calls somebody else instead (a
 *     transfer, RFC 3515)
 * @param outOfCall what becomes of such a wish of somebody who is in no call with this account (click to dial, RFC 5359
 *     2.18)
 */
public record TransferRules(Answer inCall, Answer outOfCall) {

    /** Transfers within calls are followed, as telephones do; all other wishes are refused. */
    public static final TransferRules DEFAULT = new TransferRules(Answer.ACCEPT, Answer.REJECT);

    public TransferRules {
        Objects.requireNonNull(inCall, "inCall");
        Objects.requireNonNull(outOfCall, "outOfCall");
    }

    /** The same with another answer within calls. */
    public TransferRules withInCall(Answer answer) {
        return new TransferRules(answer, outOfCall);
    }

    /** The same with another answer outside of calls. */
    public TransferRules withOutOfCall(Answer answer) {
        return new TransferRules(inCall, answer);
    }

    /** What becomes of a wish. */
    public enum Answer {
        /** It is followed. */
        ACCEPT,
        /** The application decides: the event {@code TransferRequested}. */
        ASK,
        /** It is refused. */
        REJECT
    }
}
