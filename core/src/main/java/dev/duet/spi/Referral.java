package dev.duet.spi;

import dev.duet.model.Address;
import java.util.Optional;

/**
 * Somebody asks this side to call somebody: a transfer within a call (RFC 3515), or, outside of one, a call to be made.
 * Answered at once by {@link #follow}, {@link #refuse} or {@link #consider}, and after the last by one of the others.
 */
@OnLoop
public interface Referral {

    /** Whom to call. From any thread. */
    Address target();

    /** Who says so, as told and not proved (RFC 3892); empty when not told. From any thread. */
    Optional<Address> referredBy();

    /** True when the new call takes the place of one that the target is in (RFC 3891). From any thread. */
    boolean attended();

    /** Somebody is asked first: the other side learns that the answer takes its time. */
    void consider();

    /** Begins the call, as {@link Link#dial} does; the other side is told how it goes. */
    CallLeg follow(String callerName, CallLeg.Listener listener);

    /** Does not call. */
    void refuse();
}
