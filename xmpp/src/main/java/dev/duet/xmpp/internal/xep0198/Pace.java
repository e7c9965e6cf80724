package dev.duet.xmpp.internal.xep0198;

import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets something happen at once, and then not again for a {@link #PAUSE}, unless that cannot wait. */
@OnLoop
final class Pace {

    static final Duration PAUSE = Duration.ofMillis(50);

    private final Loop loop;
    private final Runnable retry;
    private long mayAt;
    private Loop.@Nullable Timer planned;

    /**
     * It may happen.
     *
     * @param retry tries it once more when it may, if it might not
     */
    Pace(Loop loop, Runnable retry) {
        this.loop = loop;
        this.retry = retry;
        this.mayAt = loop.nanoTime();
    }

    /** True when it may happen; otherwise it is tried again when it may. */
    boolean may(boolean urgent) {
        long early = mayAt - loop.nanoTime();
        if (urgent || early <= 0) {
            return true;
        }
        if (planned == null) {
            planned = loop.schedule(Duration.ofNanos(early), () -> {
                planned = null;
                retry.run();
            });
        }
        return false;
    }

    /** It happens. */
    void happens() {
        begin();
        mayAt += PAUSE.toNanos();
    }

    /** It may happen, and is not tried again. */
    void begin() {
        if (planned != null) {
            planned.cancel();
            planned = null;
        }
        mayAt = loop.nanoTime();
    }
}
