package dev.duet.model;

import java.util.Objects;
import java.util.Optional;

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
 * @param replacement who may take the place of the other side of a call (RFC 3891 3): whom the other side transferred
 *     to
 *     this account, or who picks up a call of this account's that rings elsewhere. To begin with, they have to know the
 *     call's identifiers
 */
public record TransferRules(Answer inCall, Answer outOfCall, Replacement replacement) {

    /**
     * Transfers within calls are followed, as telephones do; wishes of strangers are refused; who comes through the own
     * server may take the other side's place.
     */
    public static final TransferRules DEFAULT = new TransferRules(Answer.ACCEPT, Answer.REJECT, Replacement.SERVER);

    public TransferRules {
        Objects.requireNonNull(inCall, "inCall");
        Objects.requireNonNull(outOfCall, "outOfCall");
        Objects.requireNonNull(replacement, "replacement");
    }

    /** The same with another answer within calls. */
    public TransferRules withInCall(Answer answer) {
        return new TransferRules(answer, outOfCall, replacement);
    }

    /** The same with another answer outside of calls. */
    public TransferRules withOutOfCall(Answer answer) {
        return new TransferRules(inCall, answer, replacement);
    }

    /** The same with others who may take the other side's place. */
    public TransferRules withReplacement(Replacement who) {
        return new TransferRules(inCall, outOfCall, who);
    }

    /**
     * Whether somebody may take the other side's place.
     *
     * @param other the other side
     * @param newcomer who wants to be, as far as the protocol vouches for it
     * @param details what the newcomer tells
     * @param throughServer whether the newcomer came through the account's own server
     */
    public boolean mayReplace(Address other, Address newcomer, CallDetails details, boolean throughServer) {
        return switch (replacement) {
            case SERVER -> throughServer || isParty(other, newcomer, details);
            case PARTY -> isParty(other, newcomer, details);
            case NOBODY -> false;
        };
    }

    private static boolean isParty(Address other, Address newcomer, CallDetails details) {
        return newcomer.bare().equals(other.bare())
                || details.referredBy().map(Address::bare).equals(Optional.of(other.bare()));
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

    /** Who may take the place of the other side of a call. */
    public enum Replacement {
        /** Whoever comes through the account's own server, and those of {@link #PARTY}. */
        SERVER,
        /** The other side from another device, and whoever says that the other side sent them (RFC 3892). */
        PARTY,
        /** Nobody. */
        NOBODY
    }
}
