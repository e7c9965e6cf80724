package dev.duet.model;

import java.util.Objects;

/**
 * What an account does with calls that come in, by whatever protocol, before it asks the user. The first that applies
 * counts:
 *
 * <ol>
 *   <li>who is blocked is turned away as DECLINED;
 *   <li>{@link CallForwarding#always} sends every call on: it disturbs nobody;
 *   <li>while the user published {@link Availability#DO_NOT_DISTURB}, calls are dealt with as {@link #doNotDisturb()}
 *       says;
 *   <li>{@link CallForwarding#whenNotReachable} sends on what comes while the user is hidden or signs out;
 *   <li>without call waiting, whoever calls during another call is turned away as BUSY;
 *   <li>{@link CallForwarding#whenNoAnswer} sends on what rang long enough;
 *   <li>else it rings; or, where the caller wishes it and {@link #autoAnswer()} lets them, it is answered by itself.
 * </ol>
 *
 * What is turned away as BUSY or UNREACHABLE is sent on instead where forwarding has somebody for that. Whom calls are
 * sent on to gets through.
 *
 * @param callWaiting true to let further calls ring during a call
 * @param doNotDisturb what becomes of calls while the user is not to be disturbed
 * @param forwarding whom calls are sent on to
 * @param autoAnswer whose calls are answered by themselves when they wish it ({@link CallDetails#autoAnswer()}): who
 *     calls so hears what the microphone hears, with nobody asked. It is never done while the user published {@link
 *     Availability#DO_NOT_DISTURB}, nor during another call
 */
public record CallRules(
        boolean callWaiting, DoNotDisturb doNotDisturb, CallForwarding forwarding, AutoAnswer autoAnswer) {

    /** Everything rings. */
    public static final CallRules NONE = new CallRules(true, DoNotDisturb.RINGS, CallForwarding.NONE);

    /** Rules by which nothing is answered by itself. */
    public CallRules(boolean callWaiting, DoNotDisturb doNotDisturb, CallForwarding forwarding) {
        this(callWaiting, doNotDisturb, forwarding, AutoAnswer.NOBODY);
    }

    public CallRules {
        Objects.requireNonNull(doNotDisturb, "doNotDisturb");
        Objects.requireNonNull(forwarding, "forwarding");
        Objects.requireNonNull(autoAnswer, "autoAnswer");
    }

    /** The same with or without call waiting. */
    public CallRules withCallWaiting(boolean newCallWaiting) {
        return new CallRules(newCallWaiting, doNotDisturb, forwarding, autoAnswer);
    }

    /** The same with another way to deal with calls that would disturb. */
    public CallRules withDoNotDisturb(DoNotDisturb newDoNotDisturb) {
        return new CallRules(callWaiting, newDoNotDisturb, forwarding, autoAnswer);
    }

    /** The same with another forwarding. */
    public CallRules withForwarding(CallForwarding newForwarding) {
        return new CallRules(callWaiting, doNotDisturb, newForwarding, autoAnswer);
    }

    /** The same with others whose calls are answered by themselves. */
    public CallRules withAutoAnswer(AutoAnswer newAutoAnswer) {
        return new CallRules(callWaiting, doNotDisturb, forwarding, newAutoAnswer);
    }

    /** Whose calls are answered by themselves when they wish it; each also those of the ones before. */
    public enum AutoAnswer {
        /** Nobody's. */
        NOBODY,
        /** Those of who is a contact for sure, where {@link #ASSERTED} holds, too. */
        CONTACTS,
        /** Those of whom the account's own server says itself who they are ({@link CallDetails#asserted()}). */
        ASSERTED,
        /**
         * Those of whoever comes through the account's own server: for a server that lets nobody but its own users and
         * services wish it, such as the telephone system of a house.
         */
        SERVER
    }

    /** What becomes of calls while the user is not to be disturbed. */
    public enum DoNotDisturb {
        /** They ring; the application decides how loud. */
        RINGS,
        /** They are turned away as BUSY (SIP 486, Jingle {@code <busy/>}). */
        BUSY,
        /** They are turned away as UNREACHABLE (SIP 480, Jingle {@code <gone/>}). */
        UNREACHABLE,
        /** They are turned away as DECLINED (SIP 603, Jingle {@code <decline/>}). */
        DECLINED
    }
}
