package dev.duet.sip.internal.stack;

import dev.duet.spi.Loop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came by one UDP port and waits for the loop. So many messages may wait, and when they have to wait for too long,
 * no request that begins something is taken (RFC 3261 21.5.4 lets a server drop what it cannot handle): over UDP it
 * comes again. What goes on with calls that are there, or ends them, is taken all the same. Without that, an agent that
 * is offered more than it can do does nothing in the end: of each call something is lost. From any thread.
 */
final class Backlog {

    /** Messages that may wait if they are of strangers. */
    static final int MOST_OF_STRANGERS = 256;

    static final int MOST = 4096;

    /** Half of the time after which a request is first sent again (T1, RFC 3261 17.1.1.1). */
    static final Duration LATE = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final Duration TOLD = Duration.ofSeconds(10);
    private static final Set<String> BEGINNINGS =
            Set.of("INVITE", "MESSAGE", "OPTIONS", "SUBSCRIBE", "NOTIFY", "PUBLISH", "REFER", "REGISTER");
    private static final int LONGEST = 9;

    private final Loop loop;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean late;
    private volatile long lastLate;
    private long lastTold; // on the loop

    Backlog(Loop loop) {
        this.loop = loop;
        lastLate = loop.nanoTime() - Duration.ofDays(1).toNanos();
        lastTold = lastLate;
    }

    /**
     * True when a message may wait for the loop; {@link #arrived} follows then, or {@link #none}.
     *
     * @param known false for a message of a stranger
     */
    boolean mayWait(byte[] message, boolean known) {
        if (late && beginsSomething(message)) {
            dropped.incrementAndGet();
            return false;
        }
        if (waiting.incrementAndGet() <= (known ? MOST : MOST_OF_STRANGERS)) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /** A message that may wait turned out to be none. */
    void none() {
        waiting.decrementAndGet();
    }

    /** The loop takes a message that waited since then. */
    void arrived(long since) {
        boolean others = waiting.decrementAndGet() > 0;
        long now = loop.nanoTime();
        boolean tooLong = others && now - since > LATE.toNanos();
        if (tooLong) {
            lastLate = now;
            if (now - lastTold > TOLD.toNanos()) {
                lastTold = now;
                LOG.warn(
                        "More comes in than is done: messages wait for {} ms, and requests that begin something are"
                                + " dropped until they come again ({} were before)",
                        TimeUnit.NANOSECONDS.toMillis(now - since),
                        dropped.get());
            }
        }
        late = tooLong;
    }

    /** True when, not longer ago than that, messages had to wait for too long: who seems to be silent may not be. */
    boolean wasLate(Duration ago) {
        return loop.nanoTime() - lastLate <= ago.toNanos();
    }

    private static boolean beginsSomething(byte[] message) {
        for (int i = 0; i < Math.min(message.length, LONGEST + 1); i++) {
            if (message[i] == ' ') {
                return BEGINNINGS.contains(new String(message, 0, i, StandardCharsets.US_ASCII));
            }
        }
        return false;
    }
}
