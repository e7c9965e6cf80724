package dev.duet.media.internal.transport;

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
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * RTP and RTCP over UDP without ICE: an even port and the odd one above it (RFC 3550 11), or one port for both
 * (RFC 5761) when both sides want that. Packets go to where the other side is heard from: see {@link Latch}.
 */
public final class PlainTransport implements MediaTransport {

    private final MediaConfig config;
    private final String localHint;
    private final RuntimeContext context;
    private final Listener listener;
    private final Object lock = new Object();

    private volatile @Nullable PlainFlow flow;

    // Guarded by lock.
    private boolean closed;
    private @Nullable Local local;
    private @Nullable MediaDescription remote;
    private @Nullable PlainRemote way;

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
        UdpPort rtp = ports.get(0);
        UdpPort rtcp = ports.size() > 1 ? ports.get(1) : null;
        PlainFlow opened = new PlainFlow(rtp, rtcp, context.loop());
        Local ready = new Local(
                Addresses.endpoint(rtp.local()),
                rtcp == null ? null : Addresses.endpoint(rtcp.local()),
                offer == null || offer.rtcpMux(),
                null);
        MediaDescription waiting;
        synchronized (lock) {
            if (closed) {
                opened.close();
                return;
            }
            flow = opened;
            local = ready;
            waiting = remote;
        }
        listener.localReady(ready);
        if (waiting != null) {
            resolve(waiting);
        }
    }

    @Override
    public boolean remote(MediaDescription description, boolean iceLite) {
        synchronized (lock) {
            remote = description;
            if (local == null) {
                return false;
            }
        }
        if (PlainRemote.isQuick(description)) {
            resolve(description);
        } else {
            inBackground(() -> resolve(description));
        }
        return false;
    }

    private void resolve(MediaDescription description) {
        PlainRemote next;
        try {
            next = PlainRemote.of(description);
        } catch (IOException e) {
            unusable("The peer's media address is unknown: " + e.getMessage());
            return;
        }
        boolean changed = false;
        boolean reachable;
        synchronized (lock) {
            PlainFlow opened = flow;
            Local ready = local;
            if (closed || description != remote || opened == null || ready == null) {
                return;
            }
            reachable = opened.reaches(next);
            if (reachable) {
                changed = !next.equals(way);
                way = next;
                opened.remote(next, ready.rtcpMux() && description.rtcpMux());
            }
        }
        if (!reachable) {
            unusable("The peer's media address is not of this side's IP version");
        } else if (changed && next.rtp() != null) {
            listener.connected();
        }
    }

    /** A description that leads nowhere. One of a call that has a way already leaves that as it is. */
    private void unusable(String why) {
        boolean first;
        synchronized (lock) {
            if (closed) {
                return;
            }
            first = way == null;
        }
        if (first) {
            fail(Origin.PEER, Retry.NEVER, why);
        } else {
            listener.warning(Failure.of(Kind.MEDIA, Origin.PEER, Retry.NEVER, why + "; the old way stays"));
        }
    }

    @Override
    public void remoteCandidate(IceCandidate candidate) {
        // Without ICE there is one way, and it was described.
    }

    @Override
    public void remoteEndOfCandidates() {
        // Nor are there others to come.
    }

    @Override
    public void networkChanged() {
        inBackground(() -> {
            PlainFlow gone;
            synchronized (lock) {
                PlainFlow opened = flow;
                if (closed || opened == null || Addresses.isOurs(opened.address())) {
                    return;
                }
                gone = opened;
                flow = null;
                local = null;
                way = null;
            }
            gone.close();
            listener.interrupted(Failure.of(
                    Kind.MEDIA, Origin.NETWORK, Retry.NOW, "The address of this host that media left from is gone"));
        });
    }

    @Override
    public void doubt() {
        PlainFlow opened = flow;
        if (opened != null) {
            opened.doubt(() -> fail(Origin.NETWORK, Retry.LATER, PlainFlow.SILENT));
        }
    }

    @Override
    public void restart() {
        Local again;
        MediaDescription before;
        synchronized (lock) {
            if (closed) {
                return;
            }
            again = local;
            before = remote;
        }
        if (again != null) {
            listener.localReady(again);
        } else {
            inBackground(() -> bind(before));
        }
    }

    @Override
    public int drain(PacketHandler handler) {
        PlainFlow opened = flow;
        return opened == null ? 0 : opened.drain(handler);
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length) {
        PlainFlow opened = flow;
        return opened != null && opened.sendRtp(data, offset, length);
    }

    @Override
    public boolean sendRtcp(byte[] data, int offset, int length) {
        PlainFlow opened = flow;
        return opened != null && opened.sendRtcp(data, offset, length);
    }

    @Override
    public void close() {
        PlainFlow opened;
        synchronized (lock) {
            closed = true;
            opened = flow;
        }
        if (opened != null) {
            opened.close();
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
}
