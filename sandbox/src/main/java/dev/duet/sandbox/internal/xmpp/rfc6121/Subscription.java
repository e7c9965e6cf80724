package dev.duet.sandbox.internal.xmpp.rfc6121;

import java.util.Objects;

/**
 * One side's view of a presence subscription: the nine states of RFC 6121 A.1 and the pre-approval of its section 3.4.
 *
 * <pre>
 *                       no pending      pending out     pending in      out and in
 *   none                None            None+PO         None+PI         None+PO+PI
 *   to                  To              -               To+PI           -
 *   from                From            From+PO         -               -
 *   both                Both            -               -               -
 * </pre>
 *
 * @param to the user gets the contact's presence
 * @param from the contact gets the user's presence
 * @param pendingOut the user has asked and waits
 * @param pendingIn the contact has asked and waits
 * @param approved a request of the contact will be granted at once
 */
public record Subscription(boolean to, boolean from, boolean pendingOut, boolean pendingIn, boolean approved) {

    public static final Subscription NONE = new Subscription(false, false, false, false, false);

    public Subscription {
        if (to && pendingOut || from && pendingIn) {
            throw new IllegalArgumentException("granted and still pending");
        }
    }

    /**
     * What follows from a subscription stanza.
     *
     * @param after the new state
     * @param passOn outbound: route it to the contact; inbound: deliver it to the user
     * @param grant inbound only: answer {@code subscribed} on the user's behalf
     */
    public record Step(Subscription after, boolean passOn, boolean grant) {
        public Step {
            Objects.requireNonNull(after);
        }
    }

    /** The user sends this to the contact: RFC 6121 A.2. */
    public Step outbound(SubscriptionKind kind) {
        return switch (kind) {
            case SUBSCRIBE -> new Step(new Subscription(to, from, !to, pendingIn, approved), true, false);
            case UNSUBSCRIBE -> new Step(new Subscription(false, from, false, pendingIn, approved), true, false);
            case SUBSCRIBED ->
                pendingIn
                        ? new Step(new Subscription(to, true, pendingOut, false, approved), true, false)
                        : new Step(new Subscription(to, from, pendingOut, false, approved || !from), false, false);
            case UNSUBSCRIBED ->
                new Step(new Subscription(to, false, pendingOut, false, false), pendingIn || from, false);
        };
    }

    /** The contact has sent this to the user: RFC 6121 A.3. */
    public Step inbound(SubscriptionKind kind) {
        return switch (kind) {
            case SUBSCRIBE -> {
                if (from) {
                    yield new Step(this, false, true);
                }
                yield approved
                        ? new Step(new Subscription(to, true, pendingOut, false, true), false, true)
                        : new Step(new Subscription(to, false, pendingOut, true, false), !pendingIn, false);
            }
            case UNSUBSCRIBE ->
                new Step(new Subscription(to, false, pendingOut, false, approved), from || pendingIn, false);
            case SUBSCRIBED ->
                pendingOut
                        ? new Step(new Subscription(true, from, false, pendingIn, approved), true, false)
                        : new Step(this, false, false);
            case UNSUBSCRIBED ->
                new Step(new Subscription(false, from, false, pendingIn, approved), to || pendingOut, false);
        };
    }

    /** The value of a roster item's {@code subscription} attribute. */
    public String wire() {
        if (to) {
            return from ? "both" : "to";
        }
        return from ? "from" : "none";
    }
}
