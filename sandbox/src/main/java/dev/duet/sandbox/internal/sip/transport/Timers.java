package dev.duet.sandbox.internal.sip.transport;

import java.time.Duration;
import java.time.Instant;

/** Time for everything in this server; in tests it is virtual. */
public interface Timers {

    /** A running timer. */
    interface Timer {
        /** Stops it; harmless when it has fired. */
        void cancel();
    }

    Instant now();

    /** Runs the task once on the loop's thread. */
    Timer after(Duration delay, Runnable task);
}
