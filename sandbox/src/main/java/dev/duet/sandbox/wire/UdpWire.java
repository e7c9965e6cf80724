package dev.duet.sandbox.wire;

import dev.duet.sandbox.internal.wire.Relay;
import dev.duet.sandbox.internal.wire.UdpRelay;
import java.net.InetSocketAddress;

/**
 * A bad network for datagrams: listens on 127.0.0.1, passes what comes to the target and the answers back. Each client
 * address is seen by the target as an address of its own, as behind a NAT, and all clients share one link.
 *
 * <p>The wire looks at no payload: an address that a protocol writes into its messages (SIP's Contact, SDP's c= line)
 * still leads past the wire, as it would past a NAT.
 *
 * <p>All methods may be called from any thread and take effect for the next datagram. One daemon thread per wire.
 */
public final class UdpWire extends Wire {

    private final UdpRelay relay;

    private UdpWire(InetSocketAddress target, long seed) {
        super(seed);
        this.relay = UdpRelay.start(target, lanes());
    }

    /**
     * Starts a perfect wire.
     *
     * @param target where clients' datagrams go
     * @param seed what makes its decisions repeatable
     * @return the running wire
     * @throws java.io.UncheckedIOException if no port can be opened
     */
    public static UdpWire start(InetSocketAddress target, long seed) {
        return new UdpWire(target, seed);
    }

    @Override
    Relay relay() {
        return relay;
    }

    /**
     * Changes both directions.
     *
     * @param settings what holds from now on; datagrams under way keep their arrival
     * @return this wire
     */
    public UdpWire set(WireSettings settings) {
        return set(Direction.UP, settings).set(Direction.DOWN, settings);
    }

    /**
     * Changes one direction.
     *
     * @param direction which
     * @param settings what holds from now on; datagrams under way keep their arrival
     * @return this wire
     */
    public UdpWire set(Direction direction, WireSettings settings) {
        lane(direction).settings(settings);
        return this;
    }

    /**
     * What holds in one direction.
     *
     * @param direction which
     * @return the settings
     */
    public WireSettings settings(Direction direction) {
        return lane(direction).settings();
    }

    /** Lets nothing through in either direction, what is under way included, until {@link #resume()}. */
    public void cut() {
        relay.cut(true);
    }

    /** Undoes {@link #cut()}. */
    @Override
    public void resume() {
        relay.cut(false);
    }
}
