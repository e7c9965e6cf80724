package dev.duet.sip.internal.call;

import dev.duet.model.EndReason;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.spi.CallLeg;

/** A call of this account, as its account sees it. */
interface CallParty extends CallLeg, DialogTable.User {

    /** True for an incoming call that nobody has taken yet. */
    boolean isRinging();

    /** True once the leg is over. */
    boolean isOver();

    /** There is a way to the server again, perhaps another one: what waited for that goes on. */
    void online();

    /** Ends it, and tells its listener, as {@link CallLeg#end} does. */
    @Override
    void end(EndReason reason);
}
