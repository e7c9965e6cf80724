package dev.duet.examples.peers;

import dev.duet.api.CallMedia;
import java.util.concurrent.locks.LockSupport;

/** The longest time for which no packet came, to within about 5 ms, since it was made. */
final class NatGap {

    private static final long STEP_NANOS = 2_000_000;

    private final CallMedia media;
    private volatile boolean over;
    private volatile long longest;
    private volatile long lastAt = System.nanoTime();

    NatGap(CallMedia media) {
        this.media = media;
        Thread thread = new Thread(this::watch, "gap");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        long count = media.quality().packetsReceived();
        while (!over) {
            long now = System.nanoTime();
            long next = media.quality().packetsReceived();
            if (next != count) {
                longest = Math.max(longest, now - lastAt);
                lastAt = now;
                count = next;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    /** Ends the watch. The time since the last packet counts, too. */
    long longestMillis() {
        over = true;
        return Math.max(longest, System.nanoTime() - lastAt) / 1_000_000;
    }
}
