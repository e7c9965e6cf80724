package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.EventNotice;
import dev.duet.model.Failure;

/** Subscriptions to event packages of any kind (RFC 6665). */
@OnLoop
public interface EventLink {

    /**
     * Subscribes, now or as soon as the link is online, and again whenever it comes back.
     *
     * @param event the package
     * @param target whose
     * @param listener told on the loop, never before this returns
     */
    Watched subscribe(String event, Address target, Listener listener);

    /** One subscription. */
    @OnLoop
    interface Watched {

        /** Ends it; nothing is told any more. */
        void end();
    }

    /** What becomes of a subscription. */
    @OnLoop
    interface Listener {

        /** The server takes it, for the first time or again. */
        void accepted();

        /** Something was told. */
        void notified(EventNotice notice);

        /** It is over, and is not begun again. Told once and last. */
        void ended(Failure failure);
    }
}
