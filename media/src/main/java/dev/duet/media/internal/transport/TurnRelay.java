package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8656.TurnClient;
import dev.duet.media.internal.rfc8656.TurnProblem;
import dev.duet.model.IceServer;
import dev.duet.model.Secret;
import dev.duet.spi.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An allocation on a TURN server, and the way there. The tick drains it; anybody may send. Each address that the
 * server lends is a port like our own ones.
 */
final class TurnRelay implements TurnClient.Listener, AutoCloseable {

    /** Messages in one drain, so that a flood cannot hold up other calls. */
    private static final int PORTION = 128;

    private final int component;
    private final IceServer server;
    private final TurnLink link;
    private final Loop clock;
    private final Farewells farewells;
    private final Events events;
    private final TurnClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RelayPort[] ports = {};
    private volatile boolean over;
    private boolean leaving;
    private @Nullable Sink sink;

    /** What becomes of it. Under its lock, on the thread that happened to find out. */
    interface Events {

        /** There is an allocation. */
        void allocated(TurnRelay relay, InetSocketAddress mapped);

        /** There is none, or none any more. It is to be closed. */
        void ended(TurnRelay relay, TurnProblem problem);
    }

    /** Takes what peers sent. The bytes are lent. */
    interface Sink {

        void packet(LocalPort port, byte[] data, int offset, int length, InetSocketAddress from);
    }

    TurnRelay(
            int component,
            IceServer server,
            TurnLink link,
            RandomGenerator random,
            Loop clock,
            Farewells farewells,
            Events events) {
        this.component = component;
        this.server = server;
        this.link = link;
        this.clock = clock;
        this.farewells = farewells;
        this.events = events;
        Secret password = server.password();
        client = new TurnClient(
                server.username(),
                password == null ? Secret.of("") : password,
                server.transport() != IceServer.Transport.UDP,
                random,
                this);
    }

    /** Asks for the allocation. */
    void start() {
        lock.lock();
        try {
            client.start(clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    int component() {
        return component;
    }

    IceServer server() {
        return server;
    }

    /** This host's side of the way to the server. */
    InetSocketAddress local() {
        return link.local();
    }

    /** The addresses lent; empty before there are any. */
    List<RelayPort> ports() {
        return List.of(ports);
    }

    /** True when it was closed, or is no longer of use. */
    boolean isOver() {
        return over;
    }

    /** Hands over what came in. On the tick. */
    int drain(Sink to) {
        if (over) {
            return 0;
        }
        int count = 0;
        lock.lock();
        try {
            sink = to;
            long now = clock.nanoTime();
            while (!over && count < PORTION && link.receive()) {
                client.received(link.data(), 0, link.length(), now);
                count++;
            }
            if (!over) {
                client.tick(now);
            }
        } catch (IOException e) {
            client.broken(String.valueOf(e.getMessage()));
        } finally {
            sink = null;
            lock.unlock();
        }
        return count;
    }

    /** Gives that peer a channel. */
    void bind(InetSocketAddress peer) {
        lock.lock();
        try {
            if (!over) {
                client.bind(peer, clock.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(byte[] data, int offset, int length, boolean control) {
        try {
            link.send(data, offset, length, control);
        } catch (IOException e) {
            over = true;
            client.broken(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void allocated(List<InetSocketAddress> relayed, InetSocketAddress mapped) {
        ports = relayed.stream().map(RelayPort::new).toArray(RelayPort[]::new);
        events.allocated(this, mapped);
    }

    @Override
    public void ended(TurnProblem problem) {
        over = true;
        events.ended(this, problem);
    }

    @Override
    public void received(InetSocketAddress peer, byte[] data, int offset, int length) {
        Sink to = sink;
        if (to != null) {
            for (RelayPort each : ports) {
                if (Addresses.sameFamily(each.local.getAddress(), peer.getAddress())) {
                    to.packet(each, data, offset, length, peer);
                    return;
                }
            }
        }
    }

    /** Gives the allocation back; the way to the server stays open for as long as that needs. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (leaving) {
                return;
            }
            if (!over) {
                client.close(clock.nanoTime());
                leaving = !client.isGone() && farewells.add(this);
            }
            over = true;
            if (!leaving) {
                link.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** After {@link #close}, on the tick: true when the server knows, or does not answer, and all is closed. */
    boolean isGone() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            for (int i = 0; i < PORTION && !client.isGone() && link.receive(); i++) {
                client.received(link.data(), 0, link.length(), now);
            }
            client.tick(now);
        } catch (IOException e) {
            client.broken(String.valueOf(e.getMessage()));
        } finally {
            lock.unlock();
        }
        if (client.isGone()) {
            link.close();
        }
        return client.isGone();
    }

    /** Waits for no answer any more. */
    void abandon() {
        lock.lock();
        try {
            link.close();
        } finally {
            lock.unlock();
        }
    }

    /** An address that the server lends. */
    final class RelayPort implements LocalPort {

        private final InetSocketAddress local;

        private RelayPort(InetSocketAddress local) {
            this.local = local;
        }

        TurnRelay relay() {
            return TurnRelay.this;
        }

        @Override
        public InetSocketAddress local() {
            return local;
        }

        @Override
        public boolean send(byte[] bytes, int offset, int count, InetSocketAddress to) {
            if (over || !Addresses.sameFamily(local.getAddress(), to.getAddress())) {
                return false;
            }
            lock.lock();
            try {
                return !over && client.send(to, bytes, offset, count, clock.nanoTime());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public String toString() {
            return "relay " + local;
        }
    }
}
