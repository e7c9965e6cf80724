package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc7983.PacketKind;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one medium with ICE: STUN goes to whom it belongs, media on the way that was found. What others than the
 * tick write is replaced whole.
 */
final class IceFlow {

    /** A peer has a few addresses; restarts bring new ones, and the oldest go. */
    private static final int MAX_PROVED = 64;

    private final StunProbes probes;
    private volatile IcePort[] ports = {};
    private volatile IceGeneration[] generations = {};
    private volatile InetSocketAddress[] proved = {};
    private volatile IceGeneration.@Nullable Way rtpWay;
    private volatile IceGeneration.@Nullable Way rtcpWay;

    IceFlow(StunProbes probes) {
        this.probes = probes;
    }

    List<IcePort> ports() {
        return List.of(ports);
    }

    void ports(List<IcePort> opened) {
        ports = opened.toArray(IcePort[]::new);
    }

    List<IceGeneration> generations() {
        return List.of(generations);
    }

    void generations(List<IceGeneration> running) {
        generations = running.toArray(IceGeneration[]::new);
    }

    /** Takes media from that address from now on. */
    synchronized void prove(InetSocketAddress remote) {
        InetSocketAddress[] old = proved;
        if (!isProved(remote)) {
            int kept = Math.min(old.length, MAX_PROVED - 1);
            InetSocketAddress[] more = Arrays.copyOfRange(old, old.length - kept, old.length + 1);
            more[kept] = remote;
            proved = more;
        }
    }

    /** Sends media that way from now on. */
    void use(IceGeneration.Way way) {
        prove(way.remote());
        if (way.component() == 1) {
            rtpWay = way;
        } else {
            rtcpWay = way;
        }
    }

    /** Sends nothing any more. */
    void stop() {
        rtpWay = null;
        rtcpWay = null;
    }

    int drain(PacketHandler handler) {
        int count = 0;
        for (IcePort port : ports) {
            count += drain(port, handler);
        }
        return count;
    }

    private int drain(IcePort icePort, PacketHandler handler) {
        UdpPort port = icePort.port();
        int count = 0;
        for (InetSocketAddress from = port.receive(); from != null; from = port.receive()) {
            PacketKind kind = PacketKind.of(port.data(), 0, port.length());
            if (kind == PacketKind.STUN) {
                stun(icePort, from);
            } else if (kind != PacketKind.OTHER && isProved(from)) {
                handler.packet(kind, port.data(), 0, port.length());
            }
            if (++count == PlainFlow.PORTION) {
                break;
            }
        }
        return count;
    }

    private void stun(IcePort icePort, InetSocketAddress from) {
        byte[] data = icePort.port().data();
        int length = icePort.port().length();
        if (StunMessage.isBinding(data, length) && !probes.take(icePort, data, length, from)) {
            for (IceGeneration each : generations) {
                each.stun(icePort, data, length, from);
            }
        }
    }

    private boolean isProved(InetSocketAddress from) {
        for (InetSocketAddress each : proved) {
            if (each.equals(from)) {
                return true;
            }
        }
        return false;
    }

    boolean sendRtp(byte[] data, int offset, int length) {
        return send(rtpWay, data, offset, length);
    }

    boolean sendRtcp(byte[] data, int offset, int length) {
        IceGeneration.Way way = rtcpWay;
        return send(way == null ? rtpWay : way, data, offset, length);
    }

    private static boolean send(IceGeneration.@Nullable Way way, byte[] data, int offset, int length) {
        return way != null && way.port().send(data, offset, length, way.remote());
    }

    void close() {
        for (IcePort each : ports) {
            each.port().close();
        }
    }
}
