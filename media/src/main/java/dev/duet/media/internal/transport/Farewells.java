package dev.duet.media.internal.transport;

import dev.duet.media.internal.tick.Ticked;
import dev.duet.media.internal.tick.Ticker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Relays of calls that are over, whose servers have not yet said that they know: a datagram may get lost, and an
 * allocation that is not given back counts against its user until it runs out. The tick keeps asking for some seconds.
 */
public final class Farewells implements Ticked, AutoCloseable {

    /** Waits for no answer. */
    static final Farewells HASTY = new Farewells(null);

    private final @Nullable Ticker ticker;
    private volatile TurnRelay[] all = {}; // changed under the lock
    private volatile boolean closed;

    /** None yet; they will be said on that tick. */
    public Farewells(@Nullable Ticker ticker) {
        this.ticker = ticker;
    }

    /** Keeps asking that relay's server. From any thread. False when nobody would: it is to be closed at once. */
    synchronized boolean add(TurnRelay relay) {
        if (closed || ticker == null || all.length == 0 && !ticker.add(this)) {
            return false;
        }
        TurnRelay[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = relay;
        all = more;
        return true;
    }

    @Override
    public void receive(long tick, boolean prompt, long now) {
        for (TurnRelay each : all) {
            if (each.isGone()) {
                remove(each);
            }
        }
    }

    private synchronized void remove(TurnRelay relay) {
        all = Arrays.stream(all).filter(each -> each != relay).toArray(TurnRelay[]::new);
        if (all.length == 0 && ticker != null) {
            ticker.remove(this);
        }
    }

    @Override
    public void send(long tick, long now) {
        // all is done on the way in
    }

    /** Closes what is left. After the last tick. */
    @Override
    public void close() {
        TurnRelay[] left;
        synchronized (this) {
            closed = true;
            left = all;
            all = new TurnRelay[0];
        }
        for (TurnRelay each : left) {
            each.abandon();
        }
    }
}
