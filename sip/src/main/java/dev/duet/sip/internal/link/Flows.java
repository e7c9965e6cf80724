package dev.duet.sip.internal.link;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipLimits;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.stack.Port;
import dev.duet.sip.internal.stack.Transactions;
import dev.duet.sip.internal.transport.Sctp;
import dev.duet.sip.internal.transport.StreamWire;
import dev.duet.sip.internal.transport.UdpWire;
import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one runtime, shared by its accounts: one UDP socket for each local address, one connection for each
 * server and kind of trust, each for those with the same limits. On the loop, but for {@link #closeAll}.
 */
final class Flows {

    /** Time for the last messages of a connection that nobody uses any more. */
    private static final Duration LINGER = Duration.ofMillis(300);

    private final Loop loop;
    private final Sctp sctp;
    private final Supplier<Transactions> transactions;
    private final Pulse pulse;
    private final Map<Object, Shared> shared = new HashMap<>();
    private final Map<Wire, Boolean> wires = new ConcurrentHashMap<>();
    private boolean closed;

    Flows(Loop loop, Executor blocking, Sctp sctp, Supplier<Transactions> transactions) {
        this.sctp = sctp;
        this.loop = loop;
        this.pulse = new Pulse(loop, blocking);
        this.transactions = transactions;
    }

    /** What keeps the ways by UDP open. */
    Pulse pulse() {
        return pulse;
    }

    /** By which associations are opened. */
    Sctp sctp() {
        return sctp;
    }

    /** Opens a way to a server, or joins one that is there. */
    Lease open(StreamWire.Target target, Listener listener) {
        boolean udp = target.transport() == Transport.UDP;
        InetAddress local = target.local();
        Object key = udp ? new Datagrams(Objects.requireNonNull(local), target.limits()) : target;
        Shared socket = shared.get(key);
        if (socket == null) {
            socket = new Shared(key, target.limits());
            shared.put(key, socket);
            socket.open(target);
        }
        Lease lease = new Lease(socket, target.remote(), listener);
        socket.add(lease);
        return lease;
    }

    /** Closes all sockets at once. From any thread. */
    void closeAll() {
        wires.keySet().forEach(Wire::close);
    }

    /** Ends it: what is opened from now on fails. */
    void end() {
        closed = true;
        closeAll();
        shared.clear();
    }

    private record Datagrams(InetAddress local, SipLimits limits) {}

    /** What becomes of a way to a server. On the loop. */
    interface Listener {

        /** It can be used. */
        void opened(Flow flow);

        /** It cannot be opened, or broke. */
        void closed(Failure failure);
    }

    /** One account's part in a socket. */
    final class Lease {
        private final Shared socket;
        private final InetSocketAddress remote;
        private final Listener listener;
        private boolean released;

        private Lease(Shared socket, InetSocketAddress remote, Listener listener) {
            this.socket = socket;
            this.remote = remote;
            this.listener = listener;
        }

        /** Gives back one that leads nowhere any more: a connection that nobody else joins from now on. */
        void abandon() {
            socket.retire();
            release();
        }

        /** Gives it back; nothing is told any more. */
        void release() {
            if (!released) {
                released = true;
                socket.remove(this);
            }
        }
    }

    private final class Shared implements Wire.Listener {
        private final Object key;
        private final SipLimits limits;
        private final List<Lease> leases = new ArrayList<>();
        private @Nullable Wire wire;
        private volatile @Nullable Port port;
        private Wire.TlsFacts tls = Wire.TlsFacts.NONE;

        Shared(Object key, SipLimits limits) {
            this.key = key;
            this.limits = limits;
        }

        void open(StreamWire.Target target) {
            if (closed) {
                loop.execute(() -> end(closedFailure()));
                return;
            }
            try {
                wire = switch (target.transport()) {
                    case UDP -> UdpWire.open(Objects.requireNonNull(target.local()), this);
                    case SCTP -> sctp.open(target, this);
                    case TCP, TLS, WS, WSS -> StreamWire.open(target, this);
                };
                wires.put(wire, true);
            } catch (IOException e) {
                Failure failure = UdpWire.bindFailure(Objects.requireNonNull(target.local()), e);
                loop.execute(() -> end(failure));
            }
        }

        void add(Lease lease) {
            leases.add(lease);
            if (port != null) {
                loop.execute(() -> tellOpened(lease));
            }
        }

        void remove(Lease lease) {
            leases.remove(lease);
            if (leases.isEmpty()) {
                loop.schedule(LINGER, () -> {
                    if (leases.isEmpty()) {
                        dispose();
                    }
                });
            }
        }

        void retire() {
            if (key instanceof StreamWire.Target) {
                shared.remove(key, this);
            }
        }

        private void tellOpened(Lease lease) {
            Port open = port;
            if (open != null && !lease.released) {
                lease.listener.opened(new Flow(open, lease.remote, tls));
            }
        }

        private void dispose() {
            shared.remove(key, this);
            Wire open = wire;
            wire = null;
            if (open != null) {
                open.close();
                wires.remove(open);
            }
            Port attached = port;
            port = null;
            if (attached != null && !closed) {
                transactions.get().detach(attached);
            }
        }

        private void end(Failure failure) {
            dispose();
            for (Lease lease : List.copyOf(leases)) {
                if (!lease.released) {
                    lease.released = true;
                    lease.listener.closed(failure);
                }
            }
            leases.clear();
        }

        @Override
        public void opened(Wire.TlsFacts facts) {
            loop.execute(() -> {
                Wire open = wire;
                if (open != null && !closed) {
                    tls = facts;
                    port = transactions.get().attach(open, limits);
                    List.copyOf(leases).forEach(this::tellOpened);
                }
            });
        }

        @Override
        public void received(byte[] message, InetSocketAddress from) {
            Port open = port;
            if (open != null) {
                open.received(message, from);
            } else {
                loop.execute(() -> {
                    Port now = port; // opened() came before this
                    if (now != null) {
                        now.received(message, from);
                    }
                });
            }
        }

        @Override
        public void closed(Failure failure) {
            loop.execute(() -> end(failure));
        }

        private Failure closedFailure() {
            return Failure.of(Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "The runtime was closed");
        }
    }
}
