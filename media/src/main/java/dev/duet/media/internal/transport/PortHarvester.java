package dev.duet.media.internal.transport;

import dev.duet.model.IceCandidate;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.CandidateExtendedType;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.ServerReflexiveCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;
import org.ice4j.socket.IceSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Gives our ports to ice4j as its candidates: those of this host when it asks, others when they are found. Ice4j's own
 * harvesters would open sockets of their own, and know no TURN over TCP and TLS.
 */
final class PortHarvester extends AbstractCandidateHarvester {

    private final List<IcePort> early;
    private final Map<IcePort, StunSocket> sockets = new ConcurrentHashMap<>();

    /** A harvester that knows those ports from the start. */
    PortHarvester(List<IcePort> early) {
        this.early = early;
    }

    /** Host harvesters come first, and on the caller's thread. */
    @Override
    public boolean isHostHarvester() {
        return true;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        List<LocalCandidate> found = new ArrayList<>();
        for (IcePort port : early) {
            if (port.component() == component.getComponentID()) {
                LocalCandidate candidate = add(component, port);
                if (candidate != null) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }

    /** Makes a port a candidate; null when there is one like it. */
    @Nullable
    LocalCandidate add(Component component, IcePort port) {
        StunSocket socket;
        try {
            socket = new StunSocket(port.port());
        } catch (SocketException e) {
            return null;
        }
        LocalCandidate candidate = port.type() == IceCandidate.Type.RELAY
                ? new RelayCandidate(socket, component, port)
                : new PortCandidate(socket, component, port);
        if (!component.addLocalCandidate(candidate)) {
            return null;
        }
        sockets.put(port, socket);
        candidate.getStunStack().addSocket(socket);
        return candidate;
    }

    /** Makes an address at which a port of this host is seen a candidate; null when there is one like it. */
    @Nullable
    LocalCandidate addReflexive(Component component, IcePort port, InetSocketAddress mapped, InetSocketAddress server) {
        StunSocket socket = sockets.get(port);
        for (LocalCandidate each : component.getLocalCandidates()) {
            if (each instanceof PortCandidate base && base.socket == socket) {
                LocalCandidate candidate = new ReflexiveCandidate(mapped, base, server, port.preference());
                return component.addLocalCandidate(candidate) ? candidate : null;
            }
        }
        return null;
    }

    /** What ice4j sees of a port; null when it does not know it. */
    @Nullable
    StunSocket socket(IcePort port) {
        return sockets.get(port);
    }

    /** The port that a candidate leaves from; null for none of ours. */
    @Nullable
    IcePort port(LocalCandidate local) {
        LocalCandidate base = local.getBase() == null ? local : local.getBase();
        for (Map.Entry<IcePort, StunSocket> each : sockets.entrySet()) {
            if (base.getStunSocket(null) == each.getValue()) {
                return each.getKey();
            }
        }
        return null;
    }

    /** RFC 8445 5.1.2.1, with a preference that no two of a kind share, as ice4j's may. */
    private static long priority(int typePreference, int preference, Component component) {
        return (long) typePreference << 24 | (long) preference << 8 | 256 - component.getComponentID();
    }

    private static int preference(CandidateType type) {
        return switch (type) {
            case HOST_CANDIDATE, LOCAL_CANDIDATE -> 126;
            case PEER_REFLEXIVE_CANDIDATE -> 110;
            case RELAYED_CANDIDATE -> 0;
            default -> 100;
        };
    }

    /** Its socket needs no filter for STUN: nothing else comes through it. */
    private static final class PortCandidate extends HostCandidate {
        private final StunSocket socket;
        private final IcePort port;

        PortCandidate(StunSocket socket, Component component, IcePort port) {
            super(socket, component);
            this.socket = socket;
            this.port = port;
        }

        @Override
        public IceSocketWrapper getStunSocket(TransportAddress server) {
            return socket;
        }

        @Override
        public long computePriorityForType(CandidateType type) {
            return priority(preference(type), port.preference(), getParentComponent());
        }
    }

    /** An address on a TURN server: its own base (RFC 8445 5.1.1.2). */
    private static final class RelayCandidate extends LocalCandidate {
        private final StunSocket socket;
        private final IcePort port;

        RelayCandidate(StunSocket socket, Component component, IcePort port) {
            super(
                    new TransportAddress(port.port().local(), Transport.UDP),
                    component,
                    CandidateType.RELAYED_CANDIDATE,
                    CandidateExtendedType.TURN_RELAYED_CANDIDATE,
                    null);
            this.socket = socket;
            this.port = port;
            setBase(this);
            setRelayServerAddress(new TransportAddress(port.port().local(), Transport.UDP));
        }

        @Override
        protected IceSocketWrapper getCandidateIceSocketWrapper() {
            return socket;
        }

        @Override
        public IceSocketWrapper getStunSocket(TransportAddress server) {
            return socket;
        }

        @Override
        public long computePriorityForType(CandidateType type) {
            return priority(preference(type), port.preference(), getParentComponent());
        }
    }

    private static final class ReflexiveCandidate extends ServerReflexiveCandidate {
        private final int preference;

        ReflexiveCandidate(InetSocketAddress mapped, PortCandidate base, InetSocketAddress server, int preference) {
            super(
                    new TransportAddress(mapped, Transport.UDP),
                    base,
                    new TransportAddress(server, Transport.UDP),
                    CandidateExtendedType.STUN_SERVER_REFLEXIVE_CANDIDATE);
            this.preference = preference;
        }

        @Override
        public long computePriorityForType(CandidateType type) {
            return priority(preference(type), preference, getParentComponent());
        }
    }
}
