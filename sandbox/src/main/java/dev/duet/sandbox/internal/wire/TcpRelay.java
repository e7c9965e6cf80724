package dev.duet.sandbox.internal.wire;

import dev.duet.sandbox.internal.nio.SelectorLoop;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Accepts connections and carries each to the target. State changes on the loop only. */
public final class TcpRelay implements Relay, TcpConnection.Wire {

    private record Fuse(Lane lane, long left, Cut how) {}

    private final InetSocketAddress target;
    private final Map<Direction, Lane> lanes;
    private final ServerSocketChannel front;
    private final InetSocketAddress address;
    private final SelectorLoop loop;
    private final Set<TcpConnection> connections = new LinkedHashSet<>();
    private final AtomicLong accepted = new AtomicLong();
    private volatile int open;
    private @Nullable SelectionKey frontKey;
    private @Nullable Cut cut;
    private @Nullable Fuse fuse;

    private TcpRelay(InetSocketAddress target, Map<Direction, Lane> lanes, ServerSocketChannel front) {
        this.target = target;
        this.lanes = lanes;
        this.front = front;
        this.address = (InetSocketAddress) front.socket().getLocalSocketAddress();
        this.loop = SelectorLoop.start("duet-sandbox-tcp-wire-" + address.getPort());
    }

    public static TcpRelay start(InetSocketAddress target, Map<Direction, Lane> lanes) {
        Targets.requireResolved(target);
        try {
            ServerSocketChannel front = ServerSocketChannel.open();
            front.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            TcpRelay relay = new TcpRelay(target, lanes, front);
            relay.loop.run(relay::listen);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException("The wire found no free port", e);
        }
    }

    private void listen() {
        try {
            frontKey = loop.register(front, SelectionKey.OP_ACCEPT, key -> accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    public long accepted() {
        return accepted.get();
    }

    public int open() {
        return open;
    }

    public void cut(Cut how) {
        loop.run(() -> cutNow(how));
    }

    public void cutAfter(Direction direction, long bytes, Cut how) {
        loop.run(() -> {
            fuse = new Fuse(lanes.get(direction), bytes, how);
            if (bytes == 0) {
                cutNow(how);
            }
        });
    }

    public void drop(Cut how) {
        loop.run(() -> endAll(how));
    }

    public void inject(Direction direction, byte[] bytes) {
        loop.run(() -> List.copyOf(connections).forEach(each -> each.inject(lanes.get(direction), bytes)));
    }

    public void resume() {
        loop.run(() -> {
            cut = null;
            fuse = null;
            listenFor(SelectionKey.OP_ACCEPT);
            List.copyOf(connections).forEach(TcpConnection::flush);
        });
    }

    @Override
    public void close() {
        loop.close();
        open = 0;
    }

    private void cutNow(Cut how) {
        cut = how;
        fuse = null;
        if (how == Cut.SILENT) {
            // The kernel still completes handshakes; the connections wait there until the wire is whole again.
            listenFor(0);
            connections.forEach(TcpConnection::reconsider);
        } else {
            listenFor(SelectionKey.OP_ACCEPT);
            endAll(how);
        }
    }

    private void endAll(Cut how) {
        for (TcpConnection connection : List.copyOf(connections)) {
            if (how == Cut.SILENT) {
                connection.silence();
            } else {
                connection.end(how);
            }
        }
    }

    private void listenFor(int operations) {
        if (frontKey != null) {
            frontKey.interestOps(operations);
        }
    }

    private void accept() throws IOException {
        SocketChannel client = front.accept();
        if (client == null) {
            return;
        }
        accepted.incrementAndGet();
        if (cut != null) {
            if (cut != Cut.CLOSE) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            client.close();
            return;
        }
        SocketChannel server = SocketChannel.open();
        try {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.configureBlocking(false);
            server.connect(target);
            connections.add(
                    new TcpConnection(loop, this, lanes.get(Direction.UP), lanes.get(Direction.DOWN), client, server));
            open = connections.size();
        } catch (IOException e) {
            SelectorLoop.closeQuietly(server);
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
            throw e;
        }
    }

    @Override
    public boolean silent() {
        return cut == Cut.SILENT;
    }

    @Override
    public long allowance(Lane lane) {
        return fuse != null && fuse.lane() == lane ? fuse.left() : Long.MAX_VALUE / 2;
    }

    @Override
    public void passed(Lane lane, int bytes) {
        if (fuse != null && fuse.lane() == lane) {
            fuse = new Fuse(lane, fuse.left() - bytes, fuse.how());
            if (fuse.left() == 0) {
                cutNow(fuse.how());
            }
        }
    }

    @Override
    public void gone(TcpConnection connection) {
        connections.remove(connection);
        open = connections.size();
    }
}
