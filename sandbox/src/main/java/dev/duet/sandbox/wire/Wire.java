package dev.duet.sandbox.wire;

import dev.duet.sandbox.internal.wire.Lane;
import dev.duet.sandbox.internal.wire.Relay;
import java.net.InetSocketAddress;
import java.util.Map;

/** A bad network between clients and a target: what wires for datagrams and for streams have in common. */
public abstract sealed class Wire implements AutoCloseable permits TcpWire, UdpWire {

    private final long seed;
    private final Map<Direction, Lane> lanes;

    Wire(long seed) {
        this.seed = seed;
        this.lanes = Map.of(Direction.UP, new Lane(seed, Direction.UP), Direction.DOWN, new Lane(seed, Direction.DOWN));
    }

    /** What carries the bytes, for as long as the wire is. */
    abstract Relay relay();

    final Map<Direction, Lane> lanes() {
        return lanes;
    }

    final Lane lane(Direction direction) {
        return lanes.get(direction);
    }

    /**
     * Where clients go in place of the target.
     *
     * @return 127.0.0.1 and the wire's own port
     */
    public final InetSocketAddress address() {
        return relay().address();
    }

    /**
     * The wire's own port.
     *
     * @return 1 to 65535
     */
    public final int port() {
        return address().getPort();
    }

    /**
     * The seed, to be told when a test fails.
     *
     * @return as given at the start
     */
    public final long seed() {
        return seed;
    }

    /**
     * What passed in one direction.
     *
     * @param direction which
     * @return a snapshot
     */
    public final WireStats stats(Direction direction) {
        return lane(direction).stats();
    }

    /** Lets all pass again after a cut. */
    public abstract void resume();

    /** Stops: closes all connections, drops what is under way. Closing twice does nothing. */
    @Override
    public final void close() {
        relay().close();
    }
}
