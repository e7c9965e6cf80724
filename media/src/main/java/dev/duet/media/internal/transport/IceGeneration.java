package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidatePairState;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.NominationStrategy;
import org.ice4j.ice.RemoteCandidate;
import org.jspecify.annotations.Nullable;

/**
 * The search for a way by ice4j (RFC 8445), from one pair of credentials: it cannot restart an agent, so each restart
 * is a new generation, and it is let go once there is a way. Methods may block for some milliseconds and are called one
 * at a time, except {@link #request} and {@link #answer}, which are for the tick.
 */
final class IceGeneration {

    private final int number;
    private final boolean hidden;
    private final PortHarvester harvester;
    private final Events events;
    private final Agent agent;
    private final IceMediaStream stream;
    private final IceGate gate;
    private final RemoteCandidates remotes;
    private final List<CandidatePair> valid = new ArrayList<>(); // guarded by itself
    private boolean started;
    private volatile boolean freed;

    /** What a run finds out. On threads of ice4j's. */
    interface Events {

        /**
         * A way works; a better one may follow, so that nomination may wait.
         *
         * @param soon true when one like it, but better, is being tried, which is worth a moment
         */
        void validated(boolean soon);

        /** The other side proved to be there: packets from it are welcome. */
        void proved(InetSocketAddress remote);

        /** Each component has its way. */
        void completed(List<IceWay> ways);

        /** No way was found. */
        void failed(String why);

        /** A pair of candidates does not work. */
        void pairFailed();

        /** The other side made a check, so that it knows our description. On the tick. */
        void checked();

        /** That is to be done elsewhere, since it may block. */
        void later(Runnable task);
    }

    /**
     * Makes the candidates that are known from the start.
     *
     * @param components how many
     * @param hidden true when the other side must not learn this host's addresses
     */
    IceGeneration(int number, boolean controlling, int components, List<IcePort> ports, boolean hidden, Events events)
            throws IOException {
        IceLibrary.prepare();
        this.number = number;
        this.hidden = hidden;
        this.events = events;
        harvester = new PortHarvester(List.copyOf(ports));
        agent = new Agent();
        agent.setUseDynamicPorts(false);
        agent.setTrickling(true);
        agent.setControlling(controlling);
        agent.setGeneration(number);
        agent.setNominationStrategy(NominationStrategy.NONE);
        agent.addCandidateHarvester(harvester);
        agent.addStateChangeListener(this::stateChanged);
        stream = agent.createMediaStream("media");
        stream.addPairChangeListener(this::pairChanged);
        remotes = new RemoteCandidates(stream);
        gate = new IceGate(
                agent.getLocalUfrag(), agent.getLocalPassword(), agent::isControlling, agent.getTieBreaker());
        try {
            for (int i = 0; i < components; i++) {
                agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
            }
        } catch (IOException | RuntimeException e) {
            agent.free();
            throw e;
        }
    }

    IceGate gate() {
        return gate;
    }

    // --- this side's candidates

    /** Adds a port that was found later; null when it is of no use. */
    @Nullable
    IceCandidate add(IcePort port) {
        Component component = freed ? null : stream.getComponent(port.component());
        LocalCandidate added = component == null ? null : harvester.add(component, port);
        if (component == null || added == null) {
            return null;
        }
        if (started) {
            remotes.pairWith(added);
        }
        return describe(component, added);
    }

    /** Adds a port's address as a STUN server saw it; null when that is nothing new. */
    @Nullable
    IceCandidate addReflexive(IcePort port, InetSocketAddress mapped, InetSocketAddress server) {
        Component component = freed ? null : stream.getComponent(port.component());
        LocalCandidate added = component == null ? null : harvester.addReflexive(component, port, mapped, server);
        return component == null || added == null ? null : describe(component, added);
    }

    /** What the other side needs to know, so far. */
    IceDescription description(boolean all) {
        List<IceCandidate> candidates = new ArrayList<>();
        for (Component component : stream.getComponents()) {
            for (LocalCandidate each : component.getLocalCandidates()) {
                if (each.getType() != CandidateType.PEER_REFLEXIVE_CANDIDATE) {
                    candidates.add(describe(component, each));
                }
            }
        }
        return new IceDescription(agent.getLocalUfrag(), agent.getLocalPassword(), List.of("trickle"), candidates, all);
    }

    private IceCandidate describe(Component component, LocalCandidate local) {
        IceCandidate.Type type = type(local.getType());
        return new IceCandidate(
                local.getFoundation(),
                component.getComponentID(),
                "udp",
                local.getPriority(),
                Addresses.endpoint(local.getTransportAddress()),
                type,
                type == IceCandidate.Type.HOST ? null : related(local),
                null,
                Map.of("generation", Integer.toString(number)));
    }

    /** The base, or how the TURN server sees this host, which hides when it is asked to (RFC 8839 5.1). */
    private Endpoint related(LocalCandidate local) {
        if (hidden) {
            return Addresses.nowhere(local.getTransportAddress().getAddress());
        }
        IcePort port = harvester.port(local);
        return Addresses.endpoint(port == null ? local.getTransportAddress() : port.related());
    }

    private static IceCandidate.Type type(CandidateType type) {
        return TYPES.getOrDefault(type, IceCandidate.Type.HOST);
    }

    private static final Map<CandidateType, IceCandidate.Type> TYPES = Map.of(
            CandidateType.HOST_CANDIDATE, IceCandidate.Type.HOST,
            CandidateType.SERVER_REFLEXIVE_CANDIDATE, IceCandidate.Type.SRFLX,
            CandidateType.PEER_REFLEXIVE_CANDIDATE, IceCandidate.Type.PRFLX,
            CandidateType.RELAYED_CANDIDATE, IceCandidate.Type.RELAY);

    // --- the other side's

    /** Begins the checks; more candidates may follow. */
    void start(IceDescription remote, boolean iceLite) {
        if (freed || started) {
            return;
        }
        started = true;
        if (iceLite) {
            agent.setControlling(true);
        }
        gate.peer(remote.usernameFragment(), remote.password());
        stream.setRemoteUfrag(remote.usernameFragment());
        stream.setRemotePassword(remote.password());
        for (IceCandidate each : remote.candidates()) {
            RemoteCandidate candidate = remotes.take(each);
            if (candidate != null) {
                candidate.getParentComponent().addRemoteCandidate(candidate);
            }
        }
        agent.startConnectivityEstablishment();
    }

    /** Adds a candidate of the other side. After {@link #start}. */
    void add(IceCandidate remote) {
        RemoteCandidate candidate = freed || !started ? null : remotes.take(remote);
        if (candidate != null) {
            candidate.getParentComponent().addUpdateRemoteCandidates(candidate);
            candidate.getParentComponent().updateRemoteCandidates();
        }
    }

    // --- checks, on the tick

    /** Takes a check that came in on a port: answers it, and lets ice4j know. False when it is for somebody else. */
    boolean request(IcePort port, StunMessage request, byte[] data, int offset, InetSocketAddress from) {
        if (freed || !gate.admits(request)) {
            return false;
        }
        events.checked();
        if (gate.keepsRole(request)) {
            send(port, gate.roleConflict(request), from);
            return true;
        }
        send(port, gate.success(request, from), from);
        StunSocket socket = harvester.socket(port);
        if (socket == null) {
            return true;
        }
        boolean leads = gate.isControlling();
        if (request.has(leads ? Stun.ICE_CONTROLLING : Stun.ICE_CONTROLLED)) {
            byte[] copy = Arrays.copyOfRange(data, offset, offset + request.length());
            // Ice4j takes locks to change its role, which the tick must not wait for.
            events.later(() -> {
                agent.setControlling(!leads);
                socket.put(copy, 0, copy.length, from);
            });
        } else {
            socket.put(data, offset, request.length(), from);
        }
        return true;
    }

    private static void send(IcePort port, byte[] message, InetSocketAddress to) {
        port.port().send(message, 0, message.length, to);
    }

    /** Takes an answer to a check of ice4j's. */
    void answer(IcePort port, StunMessage answer, byte[] data, int offset, InetSocketAddress from) {
        StunSocket socket = freed ? null : harvester.socket(port);
        if (socket != null && gate.believes(answer)) {
            socket.put(data, offset, answer.length(), from);
        }
    }

    // --- the end of the search

    /** Nominates the best of the ways that work so far, for each component that has none, when that is ours to do. */
    void nominate() {
        if (freed || !agent.isControlling() || agent.getState().isOver()) {
            return;
        }
        List<CandidatePair> working;
        synchronized (valid) {
            working = List.copyOf(valid);
        }
        for (Component component : stream.getComponents()) {
            working.stream()
                    .filter(pair -> pair.getParentComponent() == component)
                    .max((a, b) -> Long.compare(a.getPriority(), b.getPriority()))
                    .ifPresent(this::nominate);
        }
    }

    private void nominate(CandidatePair pair) {
        try {
            agent.nominate(pair);
        } catch (IllegalStateException e) {
            // The roles were changed just now: the other side nominates.
        }
    }

    /**
     * True when a way of the same kind is being tried that ought to be preferred, as IPv6 to IPv4. The answers to both
     * are on their way at the same time, and nothing says which is taken up first.
     */
    private boolean isBetterTried(CandidatePair working) {
        return List.copyOf(stream.getCheckList()).stream()
                .anyMatch(pair -> pair.getParentComponent() == working.getParentComponent()
                        && pair.getPriority() > working.getPriority()
                        && pair.getLocalCandidate().getType()
                                == working.getLocalCandidate().getType()
                        && pair.getRemoteCandidate().getType()
                                == working.getRemoteCandidate().getType()
                        && isTried(pair));
    }

    private static boolean isTried(CandidatePair pair) {
        return pair.getState() != CandidatePairState.FAILED && pair.getState() != CandidatePairState.SUCCEEDED;
    }

    /** True when a way without a relay in between is still being tried. */
    boolean hopesForBetter() {
        return List.copyOf(stream.getCheckList()).stream().anyMatch(pair -> isDirect(pair) && isTried(pair));
    }

    /** True when nothing is being tried, and nothing works. */
    boolean isExhausted() {
        synchronized (valid) {
            return started
                    && valid.isEmpty()
                    && List.copyOf(stream.getCheckList()).stream()
                            .allMatch(pair -> pair.getState() == CandidatePairState.FAILED);
        }
    }

    /** Ends the run. The ports stay open. */
    void free() {
        freed = true;
        agent.free();
    }

    private void stateChanged(PropertyChangeEvent event) {
        if (event.getNewValue() == IceProcessingState.COMPLETED) {
            List<IceWay> ways = ways();
            if (!ways.isEmpty()) {
                events.completed(ways);
            }
        } else if (event.getNewValue() == IceProcessingState.FAILED) {
            events.failed("No way to the peer was found by ICE");
        }
    }

    private void pairChanged(PropertyChangeEvent event) {
        if (freed || !(event.getSource() instanceof CandidatePair pair)) {
            return;
        }
        if (IceMediaStream.PROPERTY_PAIR_VALIDATED.equals(event.getPropertyName())) {
            synchronized (valid) {
                valid.add(pair);
            }
            events.proved(remote(pair));
            boolean ours = agent.isControlling() && isDirect(pair);
            boolean soon = ours && isBetterTried(pair);
            if (ours && !soon) {
                nominate(pair);
            }
            events.validated(soon);
        } else if (event.getNewValue() == CandidatePairState.SUCCEEDED) {
            events.proved(remote(pair));
        } else if (event.getNewValue() == CandidatePairState.FAILED) {
            events.pairFailed();
        }
    }

    /** Without a server in between on our side or the other one; none is to be had when this side hides. */
    private boolean isDirect(CandidatePair pair) {
        return hidden
                || pair.getLocalCandidate().getType() != CandidateType.RELAYED_CANDIDATE
                        && pair.getRemoteCandidate().getType() != CandidateType.RELAYED_CANDIDATE;
    }

    private List<IceWay> ways() {
        List<IceWay> ways = new ArrayList<>();
        for (Component component : stream.getComponents()) {
            CandidatePair pair = component.getSelectedPair();
            IcePort port = pair == null ? null : harvester.port(pair.getLocalCandidate());
            if (pair != null && port != null) {
                ways.add(new IceWay(
                        component.getComponentID(),
                        port.port(),
                        remote(pair),
                        type(pair.getRemoteCandidate().getType())));
            }
        }
        return ways;
    }

    private static InetSocketAddress remote(CandidatePair pair) {
        TransportAddress address = pair.getRemoteCandidate().getTransportAddress();
        return new InetSocketAddress(address.getAddress(), address.getPort());
    }
}
