package dev.duet.sandbox.internal.wire;

import dev.duet.sandbox.internal.nio.SelectorLoop;
import dev.duet.sandbox.wire.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries datagrams between one listening socket and, for each client, one socket towards the target. */
public final class UdpRelay implements Relay {

    /** Where a datagram leaves the wire. */
    @FunctionalInterface
    private interface Exit {
        void send(ByteBuffer payload) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(UdpRelay.class);
    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_CLIENTS = 1000;

    private final InetSocketAddress target;
    private final Map<Direction, Lane> lanes;
    private final DatagramChannel front;
    private final InetSocketAddress address;
    private final SelectorLoop loop;
    private final Map<SocketAddress, DatagramChannel> backs = new LinkedHashMap<>();
    private final ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
    private volatile boolean cut;
    /** How often the wire was cut: what was under way at a cut is gone, also if the wire is whole again in time. */
    private final AtomicInteger cuts = new AtomicInteger();

    private UdpRelay(InetSocketAddress target, Map<Direction, Lane> lanes, DatagramChannel front) {
        this.target = target;
        this.lanes = lanes;
        this.front = front;
        this.address = (InetSocketAddress) front.socket().getLocalSocketAddress();
        this.loop = SelectorLoop.start("duet-sandbox-udp-wire-" + address.getPort());
    }

    public static UdpRelay start(InetSocketAddress target, Map<Direction, Lane> lanes) {
        Targets.requireResolved(target);
        try {
            DatagramChannel front = DatagramChannel.open();
            front.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            UdpRelay relay = new UdpRelay(target, lanes, front);
            relay.loop.run(relay::listen);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException("The wire found no free port", e);
        }
    }

    private void listen() {
        try {
            loop.register(front, SelectionKey.OP_READ, key -> fromClient());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    public void cut(boolean nothingPasses) {
        if (nothingPasses) {
            cuts.incrementAndGet();
        }
        cut = nothingPasses;
    }

    @Override
    public void close() {
        loop.close();
    }

    private void fromClient() throws IOException {
        in.clear();
        SocketAddress client = front.receive(in);
        if (client != null) {
            DatagramChannel back = backTo(client);
            carry(lanes.get(Direction.UP), payload(), bytes -> back.send(bytes, target));
        }
    }

    private void fromTarget(DatagramChannel back, SocketAddress client) throws IOException {
        in.clear();
        if (target.equals(back.receive(in))) {
            carry(lanes.get(Direction.DOWN), payload(), bytes -> front.send(bytes, client));
        }
    }

    private ByteBuffer payload() {
        in.flip();
        return ByteBuffer.allocate(in.remaining()).put(in).flip();
    }

    private DatagramChannel backTo(SocketAddress client) throws IOException {
        DatagramChannel known = backs.get(client);
        if (known != null) {
            return known;
        }
        if (backs.size() == MAX_CLIENTS) {
            Iterator<DatagramChannel> oldest = backs.values().iterator();
            SelectorLoop.closeQuietly(oldest.next());
            oldest.remove();
        }
        DatagramChannel back = DatagramChannel.open();
        // Not connected: then the target's absence now and then does not stick to the socket as an error.
        back.bind(target.getAddress().isLoopbackAddress() ? new InetSocketAddress(target.getAddress(), 0) : null);
        loop.register(back, SelectionKey.OP_READ, key -> fromTarget(back, client));
        backs.put(client, back);
        return back;
    }

    private void carry(Lane lane, ByteBuffer payload, Exit exit) {
        if (cut) {
            lane.refuse(payload.remaining());
            return;
        }
        int cutsAtStart = cuts.get();
        long now = System.nanoTime();
        var decision = lane.enter(now, payload.remaining());
        long number = lane.number();
        for (long arrival : decision.arrivals()) {
            if (arrival - now <= 0) {
                deliver(lane, number, payload.duplicate(), exit);
            } else {
                loop.at(arrival, () -> {
                    if (cuts.get() == cutsAtStart) {
                        deliver(lane, number, payload.duplicate(), exit);
                    } else {
                        lane.swallow();
                    }
                });
            }
        }
    }

    private void deliver(Lane lane, long number, ByteBuffer payload, Exit exit) {
        // Counted first: whoever has received it finds it counted.
        lane.leave(number, payload.remaining());
        try {
            exit.send(payload);
        } catch (IOException e) {
            // Nobody listens there: as on any network the datagram is gone, and the wire goes on.
            LOG.debug("A datagram met no receiver: {}", e.toString());
        }
    }
}
