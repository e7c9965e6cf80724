package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.Candidate;
import org.ice4j.ice.CandidateExtendedType;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidatePairState;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.ice.ServerReflexiveCandidate;
import org.jspecify.annotations.Nullable;

/**
 * One run of ICE (RFC 8445) over given ports, from one pair of credentials: ice4j cannot restart an agent, so each
 * restart is a new generation. Methods may block for some milliseconds and are called one at a time, except
 * {@link #stun}, which is for the tick.
 */
final class IceGeneration {

    /** More candidates than that make no call better, and each is checked against each of ours. */
    private static final int MAX_REMOTE = 50;

    private final int number;
    private final List<IcePort> ports;
    private final HostPorts host;
    private final Events events;
    private final Agent agent;
    private final IceMediaStream stream;
    private @Nullable String remoteFragment;
    private int remoteCount;
    private boolean freed;

    /** What a run finds out. On threads of ice4j's. */
    interface Events {

        /** The other side proved to be there: packets from it are welcome. */
        void proved(InetSocketAddress remote);

        /** Each component has its way. */
        void completed(IceGeneration generation, List<Way> ways);

        /** No way was found. */
        void failed(IceGeneration generation, String why);

        /** The other side answered on the way that was found: it consents to go on (RFC 7675). */
        void consented(IceGeneration generation);

        /** The other side left a check on that way unanswered. Others follow. */
        void unanswered(IceGeneration generation);
    }

    /** A component's way. */
    record Way(int component, UdpPort port, InetSocketAddress remote) {}

    /** Makes the host candidates. */
    IceGeneration(int number, boolean controlling, List<IcePort> ports, Events events) throws IOException {
        IceLibrary.prepare();
        this.number = number;
        this.ports = List.copyOf(ports);
        this.events = events;
        host = new HostPorts(this.ports);
        agent = new Agent();
        agent.setUseDynamicPorts(false);
        agent.setTrickling(true);
        agent.setControlling(controlling);
        agent.setGeneration(number);
        agent.setPerformConsentFreshness(true);
        agent.addCandidateHarvester(host);
        agent.addStateChangeListener(this::stateChanged);
        stream = agent.createMediaStream("media");
        stream.addPairChangeListener(this::pairChanged);
        try {
            int components =
                    this.ports.stream().mapToInt(IcePort::component).max().orElse(1);
            for (int i = 0; i < components; i++) {
                agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
            }
        } catch (IOException | RuntimeException e) {
            agent.free();
            throw e;
        }
    }

    /** Adds a port's address as a STUN server saw it. */
    void addReflexive(StunProbe probe) {
        InetSocketAddress mapped = probe.mapped().getNow(null);
        Component component = stream.getComponent(probe.port().component());
        if (mapped == null || component == null) {
            return;
        }
        for (LocalCandidate each : component.getLocalCandidates()) {
            if (each instanceof HostCandidate base && base.getStunSocket(null) == host.socket(probe.port())) {
                component.addLocalCandidate(new ServerReflexiveCandidate(
                        new TransportAddress(mapped, Transport.UDP),
                        base,
                        new TransportAddress(probe.server(), Transport.UDP),
                        CandidateExtendedType.STUN_SERVER_REFLEXIVE_CANDIDATE));
            }
        }
    }

    String usernameFragment() {
        return agent.getLocalUfrag();
    }

    /** The other side's; null before {@link #start}. */
    @Nullable
    String remoteFragment() {
        return remoteFragment;
    }

    /** What the other side needs to know, all of it. */
    IceDescription description() {
        List<IceCandidate> candidates = new ArrayList<>();
        for (Component component : stream.getComponents()) {
            for (LocalCandidate each : component.getLocalCandidates()) {
                candidates.add(describe(component, each));
            }
        }
        return new IceDescription(
                agent.getLocalUfrag(), agent.getLocalPassword(), List.of("trickle"), candidates, true);
    }

    private IceCandidate describe(Component component, LocalCandidate local) {
        Candidate<?> base = local.getBase();
        IceCandidate.Type type = TYPES.getOrDefault(local.getType(), IceCandidate.Type.HOST);
        return new IceCandidate(
                local.getFoundation(),
                component.getComponentID(),
                "udp",
                local.getPriority(),
                Addresses.endpoint(local.getTransportAddress()),
                type,
                type == IceCandidate.Type.HOST || base == null ? null : Addresses.endpoint(base.getTransportAddress()),
                null,
                Map.of("generation", Integer.toString(number)));
    }

    private static final Map<CandidateType, IceCandidate.Type> TYPES = Map.of(
            CandidateType.HOST_CANDIDATE, IceCandidate.Type.HOST,
            CandidateType.SERVER_REFLEXIVE_CANDIDATE, IceCandidate.Type.SRFLX,
            CandidateType.PEER_REFLEXIVE_CANDIDATE, IceCandidate.Type.PRFLX,
            CandidateType.RELAYED_CANDIDATE, IceCandidate.Type.RELAY);

    /** Begins the checks; more candidates may follow. */
    void start(IceDescription remote, boolean iceLite) {
        if (freed || remoteFragment != null) {
            return;
        }
        remoteFragment = remote.usernameFragment();
        if (iceLite) {
            agent.setControlling(true);
        }
        stream.setRemoteUfrag(remote.usernameFragment());
        stream.setRemotePassword(remote.password());
        for (IceCandidate each : remote.candidates()) {
            RemoteCandidate candidate = candidate(each);
            if (candidate != null) {
                candidate.getParentComponent().addRemoteCandidate(candidate);
            }
        }
        agent.startConnectivityEstablishment();
    }

    /** Adds a candidate of the other side. After {@link #start}. */
    void add(IceCandidate remote) {
        if (freed || remoteFragment == null) {
            return;
        }
        RemoteCandidate candidate = candidate(remote);
        if (candidate != null) {
            candidate.getParentComponent().addUpdateRemoteCandidates(candidate);
            candidate.getParentComponent().updateRemoteCandidates();
        }
    }

    /** Null for what cannot be used: another transport, a name (mDNS), a component that we do not have. */
    private @Nullable RemoteCandidate candidate(IceCandidate remote) {
        Component component = stream.getComponent(remote.component());
        Endpoint endpoint = remote.endpoint();
        InetAddress address = Addresses.literal(endpoint.host());
        boolean usable = component != null
                && remote.transport().equalsIgnoreCase("udp")
                && address != null
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && endpoint.port() > 0
                && remoteCount < MAX_REMOTE;
        if (!usable) {
            return null;
        }
        remoteCount++;
        return new RemoteCandidate(
                new TransportAddress(address, endpoint.port(), Transport.UDP),
                component,
                type(remote.type()),
                remote.foundation(),
                remote.priority(),
                null);
    }

    private static CandidateType type(IceCandidate.Type type) {
        return switch (type) {
            case HOST -> CandidateType.HOST_CANDIDATE;
            case SRFLX -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
            case PRFLX -> CandidateType.PEER_REFLEXIVE_CANDIDATE;
            case RELAY -> CandidateType.RELAYED_CANDIDATE;
        };
    }

    /**
     * Takes a STUN message that was received on a port. A request for another generation is left alone, and so is one
     * that is not signed: ice4j would take it.
     */
    void stun(IcePort port, byte[] data, int length, InetSocketAddress from) {
        StunSocket socket = host.socket(port);
        boolean ours = !StunMessage.isRequest(data) || StunMessage.isFor(usernameFragment(), data, length);
        if (socket != null && ours) {
            socket.put(data, length, from);
        }
    }

    /** Ends the run. The ports stay open. */
    void free() {
        freed = true;
        agent.free();
    }

    private void stateChanged(PropertyChangeEvent event) {
        if (event.getNewValue() == IceProcessingState.COMPLETED) {
            List<Way> ways = ways();
            if (!ways.isEmpty()) {
                events.completed(this, ways);
            }
        } else if (event.getNewValue() == IceProcessingState.FAILED) {
            events.failed(this, "No way to the peer was found by ICE");
        }
    }

    private void pairChanged(PropertyChangeEvent event) {
        if (!(event.getSource() instanceof CandidatePair pair)) {
            return;
        }
        String what = event.getPropertyName();
        if (IceMediaStream.PROPERTY_PAIR_VALIDATED.equals(what)
                || event.getNewValue() == CandidatePairState.SUCCEEDED) {
            events.proved(remote(pair));
        }
        if (!agent.getState().isEstablished()
                || !pair.equals(pair.getParentComponent().getSelectedPair())) {
            return;
        }
        if (IceMediaStream.PROPERTY_PAIR_CONSENT_FRESHNESS_CHANGED.equals(what)) {
            events.consented(this);
        } else if (event.getNewValue() == CandidatePairState.FAILED) {
            events.unanswered(this);
        }
    }

    private List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Component component : stream.getComponents()) {
            CandidatePair pair = component.getSelectedPair();
            UdpPort port = pair == null ? null : port(pair.getLocalCandidate());
            if (pair != null && port != null) {
                ways.add(new Way(component.getComponentID(), port, remote(pair)));
            }
        }
        return ways;
    }

    private @Nullable UdpPort port(LocalCandidate local) {
        LocalCandidate base = local.getBase() == null ? local : local.getBase();
        for (IcePort each : ports) {
            if (host.socket(each) != null && host.socket(each) == base.getStunSocket(null)) {
                return each.port();
            }
        }
        return null;
    }

    private static InetSocketAddress remote(CandidatePair pair) {
        TransportAddress address = pair.getRemoteCandidate().getTransportAddress();
        return new InetSocketAddress(address.getAddress(), address.getPort());
    }
}
