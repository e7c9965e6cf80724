package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.spi.Loop;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one medium with ICE: STUN goes to whom it belongs, media on the way that was found. What others than the
 * tick write is replaced whole.
 */
final class IceFlow implements TurnRelay.Sink {

    /** A peer has a few addresses; restarts bring new ones, and the oldest go. */
    private static final int MAX_PROVED = 64;

    private final StunProbes probes;
    private final Loop clock;
    private final Runnable lost;
    private volatile IcePort[] hosts = {};
    private volatile IcePort[] relayed = {};
    private volatile TurnRelay[] relays = {};
    private volatile IcePort[] oldPorts = {};
    private volatile TurnRelay[] oldRelays = {};
    private volatile IceGeneration[] generations = {};
    private volatile InetSocketAddress[] proved = {};
    private volatile @Nullable IcePath path;

    private @Nullable PacketHandler handler; // of the tick

    /**
     * A flow without ports.
     *
     * @param lost told on the tick when the other side's consent has run out
     */
    IceFlow(StunProbes probes, Loop clock, Runnable lost) {
        this.probes = probes;
        this.clock = clock;
        this.lost = lost;
    }

    List<IcePort> hosts() {
        return List.of(hosts);
    }

    void hosts(List<IcePort> opened) {
        hosts = opened.toArray(IcePort[]::new);
    }

    /** The ports of this host and the relayed ones, and those before them that the way in use needs. */
    List<IcePort> ports() {
        return Stream.of(hosts, relayed, oldPorts).flatMap(Arrays::stream).toList();
    }

    /**
     * Begins with other ports and no relay. Of those before, what the way in use needs stays open until {@link
     * #release}, the rest is closed.
     */
    synchronized void renew(List<IcePort> opened) {
        List<IcePort> before =
                ports().stream().filter(each -> !opened.contains(each)).toList();
        List<TurnRelay> lent =
                Stream.of(relays, oldRelays).flatMap(Arrays::stream).toList();
        hosts(opened);
        relayed = new IcePort[0];
        relays = new TurnRelay[0];
        keepWhatIsUsed(before, lent);
    }

    /** Closes the ports and relays before {@link #renew} that the way in use does not need. */
    synchronized void release() {
        keepWhatIsUsed(List.of(oldPorts), List.of(oldRelays));
    }

    /** True when {@link #release} may have something to close. */
    boolean keepsOldOnes() {
        return oldPorts.length > 0;
    }

    private void keepWhatIsUsed(List<IcePort> ports, List<TurnRelay> lent) {
        IcePath current = path;
        boolean used = current != null && !current.isOver();
        oldPorts =
                ports.stream().filter(each -> used && current.uses(each.port())).toArray(IcePort[]::new);
        oldRelays = lent.stream()
                .filter(each -> used && each.ports().stream().anyMatch(current::uses))
                .toArray(TurnRelay[]::new);
        ports.stream().filter(each -> !List.of(oldPorts).contains(each)).forEach(HostPorts::close);
        lent.stream().filter(each -> !List.of(oldRelays).contains(each)).forEach(TurnRelay::close);
    }

    List<IcePort> relayed() {
        return List.of(relayed);
    }

    List<TurnRelay> relays() {
        return List.of(relays);
    }

    /** Drains that relay, too, from now on. */
    synchronized void add(TurnRelay relay) {
        TurnRelay[] more = Arrays.copyOf(relays, relays.length + 1);
        more[relays.length] = relay;
        relays = more;
    }

    /** The relay has an address. */
    synchronized void add(IcePort port) {
        IcePort[] more = Arrays.copyOf(relayed, relayed.length + 1);
        more[relayed.length] = port;
        relayed = more;
    }

    synchronized void remove(TurnRelay relay) {
        relays = without(relay, relays);
        oldRelays = without(relay, oldRelays);
        relayed = without(relay, relayed);
        oldPorts = without(relay, oldPorts);
    }

    private static TurnRelay[] without(TurnRelay relay, TurnRelay[] all) {
        return Arrays.stream(all).filter(each -> each != relay).toArray(TurnRelay[]::new);
    }

    private static IcePort[] without(TurnRelay relay, IcePort[] all) {
        return Arrays.stream(all)
                .filter(each -> !(each.port() instanceof TurnRelay.RelayPort port && port.relay() == relay))
                .toArray(IcePort[]::new);
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
        if (!isAmong(old, remote)) {
            int kept = Math.min(old.length, MAX_PROVED - 1);
            InetSocketAddress[] more = Arrays.copyOfRange(old, old.length - kept, old.length + 1);
            more[kept] = remote;
            proved = more;
        }
    }

    /** Sends media that way from now on. */
    void use(IcePath next) {
        path = next;
    }

    @Nullable
    IcePath path() {
        return path;
    }

    // --- in

    int drain(PacketHandler to) {
        handler = to;
        int count = 0;
        for (IcePort port : hosts) {
            count += drain(port);
        }
        for (IcePort port : oldPorts) {
            count += drain(port);
        }
        for (TurnRelay relay : relays) {
            count += relay.drain(this);
        }
        for (TurnRelay relay : oldRelays) {
            count += relay.drain(this);
        }
        long now = clock.nanoTime();
        probes.tick(now);
        IcePath current = path;
        if (current != null && !current.isOver() && !current.tick(now)) {
            lost.run();
        }
        return count;
    }

    private int drain(IcePort icePort) {
        if (!(icePort.port() instanceof UdpPort port)) {
            return 0;
        }
        int count = 0;
        for (InetSocketAddress from = port.receive(); from != null; from = port.receive()) {
            packet(icePort, port.data(), 0, port.length(), from);
            if (++count == PlainFlow.PORTION) {
                break;
            }
        }
        return count;
    }

    @Override
    public void packet(LocalPort port, byte[] data, int offset, int length, InetSocketAddress from) {
        if (!isOf(relayed, port, data, offset, length, from)) {
            isOf(oldPorts, port, data, offset, length, from);
        }
    }

    private boolean isOf(IcePort[] ports, LocalPort port, byte[] data, int offset, int length, InetSocketAddress from) {
        for (IcePort each : ports) {
            if (each.port() == port) {
                packet(each, data, offset, length, from);
                return true;
            }
        }
        return false;
    }

    private void packet(IcePort port, byte[] data, int offset, int length, InetSocketAddress from) {
        PacketKind kind = PacketKind.of(data, offset, length);
        PacketHandler to = handler;
        if (kind == PacketKind.STUN) {
            stun(port, data, offset, length, from);
        } else if (to != null && kind != PacketKind.OTHER && isProved(from)) {
            if (kind == PacketKind.DTLS && port.component() != 1) {
                to.handshakeApart(data, offset, length);
            } else {
                to.packet(kind, data, offset, length);
            }
        }
    }

    private void stun(IcePort port, byte[] data, int offset, int length, InetSocketAddress from) {
        StunMessage message = StunMessage.parse(data, offset, length);
        if (message == null) {
            return;
        }
        int type = message.type();
        if (type == Stun.BINDING_REQUEST) {
            request(port, message, data, offset, from);
        } else if (type == Stun.BINDING_SUCCESS || type == Stun.BINDING_ERROR) {
            answer(port, message, data, offset, from);
        }
    }

    private void request(IcePort port, StunMessage message, byte[] data, int offset, InetSocketAddress from) {
        IcePath current = path;
        if (current != null && current.request(port, message, from, clock.nanoTime())) {
            // Chromium, once it restarts, sends from its new ports by the old credentials until ours are there.
            prove(from);
            return;
        }
        for (IceGeneration each : generations) {
            if (each.request(port, message, data, offset, from)) {
                prove(from);
                return;
            }
        }
    }

    private void answer(IcePort port, StunMessage message, byte[] data, int offset, InetSocketAddress from) {
        if (probes.take(port, message, from)) {
            return;
        }
        IcePath current = path;
        IceWay way = current == null ? null : current.answer(port, message, from, clock.nanoTime());
        if (way != null) {
            prove(way.remote());
            return;
        }
        for (IceGeneration each : generations) {
            each.answer(port, message, data, offset, from);
        }
    }

    /** The way in use stays so, whatever came after it. */
    private boolean isProved(InetSocketAddress from) {
        IcePath current = path;
        return isAmong(proved, from) || current != null && current.leadsTo(from);
    }

    private static boolean isAmong(InetSocketAddress[] addresses, InetSocketAddress one) {
        for (InetSocketAddress each : addresses) {
            if (each.equals(one)) {
                return true;
            }
        }
        return false;
    }

    // --- out

    boolean sendRtp(byte[] data, int offset, int length) {
        return send(1, data, offset, length);
    }

    boolean sendRtcp(byte[] data, int offset, int length) {
        return send(2, data, offset, length);
    }

    private boolean send(int component, byte[] data, int offset, int length) {
        IcePath current = path;
        IceWay way = current == null ? null : current.way(component);
        return way != null && way.port().send(data, offset, length, way.remote());
    }

    synchronized void close() {
        ports().forEach(HostPorts::close);
        Stream.of(relays, oldRelays).flatMap(Arrays::stream).forEach(TurnRelay::close);
    }
}
