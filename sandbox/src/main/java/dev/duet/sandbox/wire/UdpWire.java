package dev.duet.sandbox.wire;

import dev.duet.sandbox.internal.wire.Lane;
import dev.duet.sandbox.internal.wire.UdpRelay;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A bad network for datagrams: listens on 127.0.0.1, passes what comes to the target and the answers back. Each client
 * address is seen by the target as an address of its own, as behind a NAT, and all clients share one link.
 *
 * <p>The wire looks at no payload: an address that a protocol writes into its messages (SIP's Contact, SDP's c= line)
 * still leads past the wire, as it would past a NAT.
 *
 * <p>All methods may be called from any thread and take effect for the next datagram. One daemon thread per wire.
 */
public final class UdpWire implements AutoCloseable {

    private final long seed;
    private final Map<Direction, Lane> lanes;
    private final UdpRelay relay;

    private UdpWire(InetSocketAddress target, long seed) {
        this.seed = seed;
        this.lanes = Map.of(Direction.UP, new Lane(seed, Direction.UP), Direction.DOWN, new Lane(seed, Direction.DOWN));
        this.relay = UdpRelay.start(target, lanes);
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

    /**
     * Where clients send to in place of the target.
     *
     * @return 127.0.0.1 and the wire's own port
     */
    public InetSocketAddress address() {
        return relay.address();
    }

    /**
     * The wire's own port.
     *
     * @return 1 to 65535
     */
    public int port() {
        return address().getPort();
    }

    /**
     * The seed, to be told when a test fails.
     *
     * @return as given at the start
     */
    public long seed() {
        return seed;
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
        lanes.get(direction).settings(settings);
        return this;
    }

    /**
     * What holds in one direction.
     *
     * @param direction which
     * @return the settings
     */
    public WireSettings settings(Direction direction) {
        return lanes.get(direction).settings();
    }

    /** Lets nothing through in either direction, what is under way included, until {@link #resume()}. */
    public void cut() {
        relay.cut(true);
    }

    /** Undoes {@link #cut()}. */
    public void resume() {
        relay.cut(false);
    }

    /**
     * What passed in one direction.
     *
     * @param direction which
     * @return a snapshot
     */
    public WireStats stats(Direction direction) {
        return lanes.get(direction).stats();
    }

    /** Stops; what is under way is dropped. Closing twice does nothing. */
    @Override
    public void close() {
        relay.close();
    }
}
