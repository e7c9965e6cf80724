package dev.duet.spi;

import dev.duet.model.Address;

/** Taking calls that are elsewhere (RFC 5359 2.15 and 2.16). */
@OnLoop
public interface PickupLink {

    /**
     * Takes a call that somebody else has. Who is at its other end is told by {@link CallLeg.Listener#identified}, once
     * that is known; else it goes as with {@link Link#dial}.
     *
     * @param at who has it, and tells of their dialogs (RFC 4235)
     * @param ringing true for one that rings there, and is not to be taken once it is answered; false for one that is
     *     answered there, and waits
     */
    CallLeg pickUp(Address at, boolean ringing, String callerName, CallLeg.Listener listener);
}
