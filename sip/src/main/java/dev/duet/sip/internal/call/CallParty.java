package dev.duet.sip.internal.call;

import dev.duet.model.EndReason;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.spi.CallLeg;
import org.jspecify.annotations.Nullable;

/** A call of this account, as its account sees it. */
interface CallParty extends CallLeg, DialogTable.User {

    /** True for an incoming call that nobody has taken yet. */
    boolean isRinging();

    /** Which of its dialogs a Replaces header names, and how far it is. */
    Standing standing(Replaces replaces);

    /** Its dialog once it is accepted, until it is over; null before and after. */
    @Nullable
    Dialog dialog();

    /** True once the leg is over. */
    boolean isOver();

    /** There is a way to the server again, perhaps another one: what waited for that goes on. */
    void online();

    /** Ends it, and tells its listener, as {@link CallLeg#end} does. */
    @Override
    void end(EndReason reason);

    /** How far a dialog is that somebody wants to replace (RFC 3891 3). */
    enum Standing {
        /** It is none of this call's. */
        UNKNOWN,
        /** Begun by this side, and not answered. */
        EARLY_OURS,
        /** Begun by the other side, and not answered. */
        EARLY_THEIRS,
        /** Answered. */
        CONFIRMED,
        /** Over. */
        OVER
    }
}
