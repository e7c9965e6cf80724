package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import dev.duet.spi.RuntimeContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * RTP and RTCP over UDP without ICE: an even port and the odd one above it (RFC 3550 11), or one port for both
 * (RFC 5761) when both sides want that. Packets go to where the other side is heard from: see {@link Latch}.
 */
public final class PlainTransport implements MediaTransport {

    /** Datagrams of one port in one drain: 64 times the usual number, so that a flood cannot hold up other calls. */
    private static final int PORTION = 64;

    private final MediaConfig config;
    private final String localHint;
    private final RuntimeContext context;
    private final Listener listener;
    private final Latch rtpLatch = new Latch();
    private final Latch rtcpLatch = new Latch();
    private final Object lock = new Object();

    private volatile @Nullable UdpPort rtpPort;
    private volatile @Nullable UdpPort rtcpPort;
    private volatile boolean muxed;

    // Guarded by lock.
    private boolean muxOffered;
    private boolean closed;
    private @Nullable Local local;
    private @Nullable MediaDescription remote;
    private @Nullable Way way;

    /**
     * Makes a transport; nothing is opened yet.
     *
     * @param localHint the local address that the signalling uses; empty when unknown
     */
    public PlainTransport(MediaConfig config, String localHint, RuntimeContext context, Listener listener) {
        this.config = config;
        this.localHint = localHint;
        this.context = context;
        this.listener = listener;
    }

    @Override
    public void open(@Nullable MediaDescription offer) {
        synchronized (lock) {
            muxOffered = offer == null || offer.rtcpMux();
        }
        inBackground(() -> bind(offer));
    }

    private void bind(@Nullable MediaDescription offer) {
        List<UdpPort> ports;
        try {
            InetAddress address = Addresses.choose(config.localHost(), localHint, offer == null ? null : offer.rtp());
            PortRange range = PortRange.of(config);
            ports = offer != null && offer.rtcpMux() ? List.of(range.one(address)) : range.pair(address);
        } catch (IOException e) {
            fail(Origin.LOCAL, Retry.LATER, "No local port for media: " + e.getMessage());
            return;
        }
        Local ready;
        MediaDescription waiting;
        synchronized (lock) {
            if (closed) {
                ports.forEach(UdpPort::close);
                return;
            }
            rtpPort = ports.get(0);
            rtcpPort = ports.size() > 1 ? ports.get(1) : null;
            muxed = ports.size() == 1;
            ready = new Local(
                    Addresses.endpoint(ports.get(0).local()),
                    ports.size() > 1 ? Addresses.endpoint(ports.get(1).local()) : null,
                    muxOffered,
                    null);
            local = ready;
            waiting = remote;
        }
        listener.localReady(ready);
        if (waiting != null) {
            resolve(waiting);
        }
    }

    @Override
    public void remote(MediaDescription description) {
        synchronized (lock) {
            remote = description;
            if (local == null) {
                return;
            }
        }
        Endpoint rtp = description.rtp();
        Endpoint rtcp = description.rtcp();
        if ((rtp == null || Addresses.isLiteral(rtp.host())) && (rtcp == null || Addresses.isLiteral(rtcp.host()))) {
            resolve(description);
        } else {
            inBackground(() -> resolve(description));
        }
    }

    /** Blocks when the description has names in place of addresses. */
    private void resolve(MediaDescription description) {
        Way next;
        try {
            next = Way.of(description);
        } catch (IOException e) {
            fail(Origin.PEER, Retry.NEVER, "The peer's media address is unknown: " + e.getMessage());
            return;
        }
        boolean reachable;
        boolean changed;
        synchronized (lock) {
            UdpPort port = rtpPort;
            if (closed || description != remote || port == null) {
                return;
            }
            reachable = next.rtp == null || Addresses.sameFamily(port.local().getAddress(), next.rtp.getAddress());
            changed = !next.equals(way);
            way = next;
            muxed = rtcpPort == null || muxOffered && description.rtcpMux();
            rtpLatch.describe(reachable ? next.rtp : null);
            rtcpLatch.describe(reachable ? next.rtcp : null);
        }
        if (!reachable) {
            fail(Origin.PEER, Retry.NEVER, "The peer's media address is not of this side's IP version");
        } else if (changed && next.rtp != null) {
            listener.connected();
        }
    }

    @Override
    public void remoteCandidate(IceCandidate candidate) {
        // Without ICE there is one way, and it was described.
    }

    @Override
    public void restart() {
        Local again;
        synchronized (lock) {
            again = closed ? null : local;
        }
        if (again != null) {
            listener.localReady(again);
        }
    }

    @Override
    public int drain(PacketHandler handler) {
        UdpPort rtp = rtpPort;
        if (rtp == null) {
            return 0;
        }
        int count = drain(rtp, rtpLatch, handler);
        UdpPort rtcp = rtcpPort;
        return rtcp == null || muxed ? count : count + drain(rtcp, rtcpLatch, handler);
    }

    private int drain(UdpPort port, Latch latch, PacketHandler handler) {
        int count = 0;
        for (InetSocketAddress from = port.receive(); from != null; from = port.receive()) {
            PacketKind kind = PacketKind.of(port.data(), 0, port.length());
            if (kind != PacketKind.OTHER && kind != PacketKind.STUN && admits(latch, from, kind, port, handler)) {
                handler.packet(kind, port.data(), 0, port.length());
            }
            if (++count == PORTION) {
                break;
            }
        }
        return count;
    }

    private boolean admits(Latch latch, InetSocketAddress from, PacketKind kind, UdpPort port, PacketHandler handler) {
        long now = context.loop().nanoTime();
        if (latch.knows(from, now)) {
            return true;
        }
        boolean belongs = latch == rtpLatch
                ? kind == PacketKind.RTP && handler.expected(port.data(), 0, port.length())
                : kind == PacketKind.RTCP && rtpLatch.isHost(from.getAddress());
        if (belongs && latch.isFree(now)) {
            latch.take(from, now);
            return true;
        }
        return false;
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length) {
        return send(rtpPort, rtpLatch, data, offset, length);
    }

    @Override
    public boolean sendRtcp(byte[] data, int offset, int length) {
        return muxed ? send(rtpPort, rtpLatch, data, offset, length) : send(rtcpPort, rtcpLatch, data, offset, length);
    }

    private static boolean send(@Nullable UdpPort port, Latch latch, byte[] data, int offset, int length) {
        InetSocketAddress to = latch.target();
        return port != null && to != null && port.send(data, offset, length, to);
    }

    @Override
    public void close() {
        UdpPort rtp;
        UdpPort rtcp;
        synchronized (lock) {
            closed = true;
            rtp = rtpPort;
            rtcp = rtcpPort;
        }
        if (rtp != null) {
            rtp.close();
        }
        if (rtcp != null) {
            rtcp.close();
        }
    }

    private void inBackground(Runnable task) {
        try {
            context.blocking().execute(task);
        } catch (RejectedExecutionException e) {
            fail(Origin.LOCAL, Retry.NEVER, "The runtime is closed");
        }
    }

    private void fail(Origin origin, Retry retry, String message) {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        listener.failed(Failure.of(Kind.MEDIA, origin, retry, message));
    }

    /** Where a description wants packets; null for what it does not want. */
    private record Way(
            @Nullable InetSocketAddress rtp, @Nullable InetSocketAddress rtcp) {

        static Way of(MediaDescription description) throws IOException {
            Endpoint rtp = description.rtp();
            if (rtp == null || rtp.port() == 0 || description.rejected()) {
                return new Way(null, null);
            }
            Endpoint rtcp = description.rtcp();
            if (rtcp == null) {
                rtcp = new Endpoint(rtp.host(), Math.min(rtp.port() + 1, 65_535));
            }
            return new Way(address(rtp), address(rtcp));
        }

        private static @Nullable InetSocketAddress address(Endpoint endpoint) throws IOException {
            InetAddress host = InetAddress.getByName(endpoint.host());
            return endpoint.port() == 0 || host.isAnyLocalAddress() || host.isMulticastAddress()
                    ? null
                    : new InetSocketAddress(host, endpoint.port());
        }
    }
}
