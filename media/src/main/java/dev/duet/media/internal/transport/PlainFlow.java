package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.spi.Loop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Packets of one medium without ICE, on one port or two; whom they come from and go to is for {@link Latch}. */
final class PlainFlow {

    /** Datagrams of one port in one drain: 64 times the usual number, so that a flood cannot hold up other calls. */
    static final int PORTION = 64;

    /** What becomes of a doubt. */
    static final String SILENT = "Nothing is heard any more of the other side, which is said to be gone";

    private final UdpPort rtpPort;
    private final @Nullable UdpPort rtcpPort;
    private final Loop clock;
    private final Latch rtpLatch = new Latch();
    private final Latch rtcpLatch = new Latch();
    private volatile boolean muxed;
    private volatile @Nullable Doubt doubt;

    PlainFlow(UdpPort rtpPort, @Nullable UdpPort rtcpPort, Loop clock) {
        this.rtpPort = rtpPort;
        this.rtcpPort = rtcpPort;
        this.clock = clock;
    }

    /** Sets where to. From any thread. */
    void remote(PlainRemote remote, boolean mux) {
        muxed = mux;
        boolean reachable = reaches(remote);
        rtpLatch.describe(reachable ? remote.rtp() : null);
        rtcpLatch.describe(reachable ? remote.rtcp() : null);
    }

    /** False when the other side's addresses are of another IP version. */
    boolean reaches(PlainRemote remote) {
        InetSocketAddress rtp = remote.rtp();
        return rtp == null || Addresses.sameFamily(rtpPort.local().getAddress(), rtp.getAddress());
    }

    /** Where packets leave from. */
    InetAddress address() {
        return rtpPort.local().getAddress();
    }

    int drain(PacketHandler handler) {
        int count = drain(rtpPort, handler);
        if (rtcpPort != null && !muxed) {
            count += drain(rtcpPort, handler);
        }
        Doubt silent = doubt;
        if (silent != null && clock.nanoTime() - silent.since >= Consent.DOUBT.toNanos()) {
            doubt = null;
            silent.gone.run();
        }
        return count;
    }

    /**
     * The other side may be gone. From any thread.
     *
     * @param gone told on the tick when nothing that is admitted comes for {@link Consent#DOUBT}
     */
    void doubt(Runnable gone) {
        doubt = new Doubt(clock.nanoTime(), gone);
    }

    private record Doubt(long since, Runnable gone) {}

    private int drain(UdpPort port, PacketHandler handler) {
        int count = 0;
        for (InetSocketAddress from = port.receive(); from != null; from = port.receive()) {
            PacketKind kind = PacketKind.of(port.data(), 0, port.length());
            if (isMedia(kind) && admits(from, kind, port, handler)) {
                if (doubt != null) {
                    doubt = null;
                }
                if (kind == PacketKind.DTLS && port == rtcpPort) {
                    handler.handshakeApart(port.data(), 0, port.length());
                } else {
                    handler.packet(kind, port.data(), 0, port.length());
                }
            }
            if (++count == PORTION) {
                break;
            }
        }
        return count;
    }

    private static boolean isMedia(PacketKind kind) {
        return kind == PacketKind.RTP || kind == PacketKind.RTCP || kind == PacketKind.DTLS;
    }

    private boolean admits(InetSocketAddress from, PacketKind kind, UdpPort port, PacketHandler handler) {
        if (port == rtcpPort && kind == PacketKind.RTP) {
            return false; // who may report need not be who may speak
        }
        long now = clock.nanoTime();
        Latch latch = port == rtpPort ? rtpLatch : rtcpLatch;
        if (latch.knows(from, now)) {
            return true;
        }
        if (rtcpPort == null && kind == PacketKind.RTCP && rtcpLatch.knows(from, now)) {
            return true;
        }
        boolean belongs = port == rtpPort
                ? kind != PacketKind.RTCP && handler.expected(port.data(), 0, port.length())
                : rtpLatch.isHost(from.getAddress());
        if (belongs && latch.isFree(now)) {
            latch.take(from, now);
            return true;
        }
        return false;
    }

    boolean sendRtp(byte[] data, int offset, int length) {
        return send(rtpPort, rtpLatch.target(), data, offset, length);
    }

    boolean sendRtcp(byte[] data, int offset, int length) {
        UdpPort port = muxed || rtcpPort == null ? rtpPort : rtcpPort;
        return send(port, muxed ? rtpLatch.target() : rtcpLatch.target(), data, offset, length);
    }

    private static boolean send(UdpPort port, @Nullable InetSocketAddress to, byte[] data, int offset, int length) {
        return to != null && port.send(data, offset, length, to);
    }

    void close() {
        rtpPort.close();
        if (rtcpPort != null) {
            rtcpPort.close();
        }
    }
}
