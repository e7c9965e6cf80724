package dev.duet.internal.call;

import dev.duet.spi.CallLeg;
import dev.duet.spi.OnLoop;

/** Begins a leg in a way of its own: on somebody's wish, or by taking a call that is elsewhere. */
@FunctionalInterface
public interface Dialer {

    /** As {@link dev.duet.spi.Link#dial}. */
    @OnLoop
    CallLeg dial(String callerName, CallLeg.Listener listener);
}
