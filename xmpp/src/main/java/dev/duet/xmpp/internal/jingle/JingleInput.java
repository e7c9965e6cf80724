package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import org.jspecify.annotations.Nullable;

/** What can happen to a session. */
sealed interface JingleInput {

    // --- from the call

    /** Begin: propose, if that is the way. */
    record Begin() implements JingleInput {}

    record Ring() implements JingleInput {}

    record Accept() implements JingleInput {}

    /**
     * End it.
     *
     * @param instead whom the caller is to call instead; null for nobody
     */
    record End(EndReason reason, @Nullable Address instead) implements JingleInput {
        End(EndReason reason) {
            this(reason, null);
        }
    }

    record Offer(SessionDescription offer) implements JingleInput {}

    record Answer(SessionDescription answer) implements JingleInput {}

    record RefuseOffer() implements JingleInput {}

    record LocalCandidate(Trickled trickled) implements JingleInput {}

    // --- from the wire

    /** A request of the other side's, in this session. */
    record Got(Jingle jingle, Address.Xmpp from) implements JingleInput {}

    /**
     * A message about this call.
     *
     * @param own true when another device of the user's sent it
     */
    record Heard(CallMessage message, Address.Xmpp from, boolean own) implements JingleInput {}

    /** A request of ours was answered, or failed. */
    record Done(Purpose purpose, @Nullable Failure failure) implements JingleInput {}

    /** The stream is lost, or the other side is gone. */
    record Lost(EndReason reason) implements JingleInput {}
}
