package dev.duet.sandbox.wire;

import dev.duet.sandbox.internal.wire.Relay;
import dev.duet.sandbox.internal.wire.TcpRelay;
import java.net.InetSocketAddress;

/**
 * A bad network for streams: listens on 127.0.0.1, opens a connection to the target for each that comes, and delays,
 * throttles or cuts them. All connections share one link. The wire does not look into the bytes, so TLS passes.
 *
 * <p>A relay ends TCP on both sides, which sets its limits: a client's connection succeeds before the target was asked,
 * and is reset if the target then refuses.
 *
 * <p>All methods may be called from any thread, and have taken effect when they return. One daemon thread per wire.
 */
public final class TcpWire extends Wire {

    private final TcpRelay relay;

    private TcpWire(InetSocketAddress target, long seed) {
        super(seed);
        this.relay = TcpRelay.start(target, lanes());
    }

    /**
     * Starts a perfect wire.
     *
     * @param target where connections go
     * @param seed what makes its jitter repeatable
     * @return the running wire
     * @throws java.io.UncheckedIOException if no port can be opened
     */
    public static TcpWire start(InetSocketAddress target, long seed) {
        return new TcpWire(target, seed);
    }

    @Override
    Relay relay() {
        return relay;
    }

    /**
     * Changes both directions.
     *
     * @param settings what holds for bytes that come from now on
     * @return this wire
     * @throws IllegalArgumentException if they ask for loss or duplication, which a stream does not have
     */
    public TcpWire set(WireSettings settings) {
        return set(Direction.UP, settings).set(Direction.DOWN, settings);
    }

    /**
     * Changes one direction.
     *
     * @param direction which
     * @param settings what holds for bytes that come from now on
     * @return this wire
     * @throws IllegalArgumentException if they ask for loss or duplication, which a stream does not have
     */
    public TcpWire set(Direction direction, WireSettings settings) {
        if (!settings.loss().equals(LossModel.none()) || settings.duplication() > 0) {
            throw new IllegalArgumentException(
                    "A TCP stream neither loses nor doubles bytes: use delay, jitter, bandwidth or a cut");
        }
        // A stream makes its sender wait where datagrams are dropped.
        lane(direction).settings(settings.withQueue(Integer.MAX_VALUE));
        return this;
    }

    /**
     * Cuts every connection there is, and every one that comes, until {@link #resume()}. With {@link Cut#SILENT} the
     * connections stay open and nothing passes.
     *
     * @param how the kind of cut
     */
    public void cut(Cut how) {
        relay.cut(how);
    }

    /**
     * Cuts like {@link #cut} as soon as exactly so many more bytes were passed in one direction, over all connections
     * together. Replaces an earlier order of this kind; {@link #resume()} calls it off.
     *
     * @param direction whose bytes count
     * @param bytes how many still pass, 0 or more
     * @param how the kind of cut
     * @throws IllegalArgumentException if the number is negative
     */
    public void cutAfter(Direction direction, long bytes, Cut how) {
        if (bytes < 0) {
            throw new IllegalArgumentException("Cannot cut after " + bytes + " bytes");
        }
        relay.cutAfter(direction, bytes, how);
    }

    /**
     * Cuts the connections there are, and lets new ones pass: what a client meets that lost its network for a moment.
     * Connections dropped with {@link Cut#SILENT} or {@link Cut#ROAM} stay dead also after a {@link #resume()}.
     *
     * @param how the kind of cut
     */
    public void drop(Cut how) {
        relay.drop(how);
    }

    /**
     * Puts bytes that nobody sent into every connection there is, behind all that came already: what an attacker on the
     * way can do.
     *
     * @param direction where they go: up to the target, or down to the clients
     * @param bytes one or more; copied
     * @throws IllegalArgumentException if there are none
     */
    public void inject(Direction direction, byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("There is nothing to put in");
        }
        relay.inject(direction, bytes);
    }

    /** Undoes {@link #cut} and {@link #cutAfter}; what a silent cut held back flows again. */
    @Override
    public void resume() {
        relay.resume();
    }

    /**
     * How many connections came so far, those cut at once included.
     *
     * @return 0 or more
     */
    public long accepted() {
        return relay.accepted();
    }

    /**
     * How many connections are open now, silent ones and the rest of those that roamed included.
     *
     * @return 0 or more
     */
    public int open() {
        return relay.open();
    }
}
