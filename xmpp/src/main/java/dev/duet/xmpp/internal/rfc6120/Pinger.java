package dev.duet.xmpp.internal.rfc6120;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices a server that is gone without a word (XEP-0199): after {@link #QUIET} of silence it asks, and after
 * {@link #PATIENCE} more of silence the connection counts as dead. Anything that comes is a sign of life.
 */
@OnLoop
public final class Pinger {

    /** The namespace of pings. */
    public static final String NAMESPACE = "urn:xmpp:ping";
    /** Silence after which to ask. */
    public static final Duration QUIET = Duration.ofSeconds(60);
    /** Silence after asking that means death. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);
    /** The same after the network of this host changed. */
    public static final Duration PATIENCE_AFTER_CHANGE = Duration.ofSeconds(5);

    private final Iqs iqs;
    private final Loop loop;
    private final Address.Xmpp server;
    private final LongSupplier lastHeard;
    private final Consumer<Failure> dead;
    private Loop.@Nullable Timer timer;
    private boolean asking;

    /**
     * A pinger at rest.
     *
     * @param lastHeard when something came last, on the loop's {@link Loop#nanoTime()}
     * @param dead is told once that nobody is there
     */
    public Pinger(Iqs iqs, Loop loop, Address.Xmpp server, LongSupplier lastHeard, Consumer<Failure> dead) {
        this.iqs = iqs;
        this.loop = loop;
        this.server = server;
        this.lastHeard = lastHeard;
        this.dead = dead;
    }

    /** Begins to listen for silence. */
    public void start() {
        watch(QUIET);
    }

    /** Asks at once, unless it is stopped. */
    public void check() {
        if (timer != null) {
            ask(PATIENCE_AFTER_CHANGE);
        }
    }

    /** Tells when the server is done with all that was sent before: it takes stanzas in order (RFC 6120 10.1). */
    public void past(Runnable then) {
        iqs.get(server, Xml.empty("ping", NAMESPACE), answer -> then.run());
    }

    /** Stops. */
    public void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void watch(Duration delay) {
        stop();
        timer = loop.schedule(delay, () -> {
            long quiet = loop.nanoTime() - lastHeard.getAsLong();
            if (quiet >= QUIET.toNanos()) {
                ask(PATIENCE);
            } else {
                watch(QUIET.minusNanos(quiet).plusMillis(1));
            }
        });
    }

    private void ask(Duration patience) {
        if (asking) {
            return;
        }
        asking = true;
        long asked = loop.nanoTime();
        iqs.request("get", server, Xml.empty("ping", NAMESPACE), patience, answer -> {
            asking = false;
            Failure failure = answer.failure();
            boolean silent = failure != null && failure.kind() == Kind.TIMEOUT && failure.wire() == null;
            if (silent && lastHeard.getAsLong() - asked >= 0) {
                ask(patience); // what came may have been under way before
            } else if (silent) {
                stop();
                dead.accept(Failure.of(Kind.NETWORK, Origin.NETWORK, Retry.NOW, "The server has been silent too long"));
            } else if (failure == null || failure.kind() != Kind.CLOSED) {
                watch(QUIET);
            }
        });
    }
}
