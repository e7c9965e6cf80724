package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.CheckList;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.jspecify.annotations.Nullable;

/** What the other side says of itself, made safe for ice4j: anything may be in it. */
final class RemoteCandidates {

    /** More candidates than that make no call better, and each is checked against each of ours. */
    private static final int MAX = 50;

    private final IceMediaStream stream;
    private final List<IceCandidate> taken = new ArrayList<>();

    RemoteCandidates(IceMediaStream stream) {
        this.stream = stream;
    }

    /** Null for what cannot be used: another transport, a name, a component that we do not have, one too many. */
    @Nullable
    RemoteCandidate take(IceCandidate remote) {
        if (taken.size() >= MAX || taken.stream().anyMatch(each -> isSame(each, remote))) {
            return null;
        }
        RemoteCandidate made = make(remote);
        if (made != null) {
            taken.add(remote);
        }
        return made;
    }

    /** SIP tells again what was told, and adds to it (RFC 8840 4.4). */
    private static boolean isSame(IceCandidate one, IceCandidate other) {
        return one.component() == other.component()
                && one.type() == other.type()
                && one.transport().equalsIgnoreCase(other.transport())
                && one.endpoint().equals(other.endpoint());
    }

    /** Pairs them all with a candidate of ours that was found late: ice4j pairs only when a remote one is new. */
    void pairWith(LocalCandidate late) {
        Component component = late.getParentComponent();
        CheckList checks = stream.getCheckList();
        for (RemoteCandidate each : component.getRemoteCandidates()) {
            if (late.canReach(each)) {
                synchronized (checks) {
                    if (checks.findPairMatching(late, each) == null) {
                        checks.add(new CandidatePair(late, each));
                    }
                }
            }
        }
    }

    private @Nullable RemoteCandidate make(IceCandidate remote) {
        Component component = stream.getComponent(remote.component());
        Endpoint endpoint = remote.endpoint();
        InetAddress address = Addresses.literal(endpoint.host());
        if (component == null
                || !remote.transport().equalsIgnoreCase("udp")
                || address == null
                || endpoint.port() <= 0
                || !isSomebody(address)) {
            return null;
        }
        return new RemoteCandidate(
                new TransportAddress(address, endpoint.port(), Transport.UDP),
                component,
                type(remote.type()),
                remote.foundation(),
                remote.priority(),
                null);
    }

    /** An address of one host: not of all, of a group, or of a whole network. */
    private static boolean isSomebody(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean everybody = address instanceof Inet4Address && (bytes[0] & bytes[1] & bytes[2] & bytes[3]) == -1;
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !everybody;
    }

    private static CandidateType type(IceCandidate.Type type) {
        return switch (type) {
            case HOST -> CandidateType.HOST_CANDIDATE;
            case SRFLX -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
            case PRFLX -> CandidateType.PEER_REFLEXIVE_CANDIDATE;
            case RELAY -> CandidateType.RELAYED_CANDIDATE;
        };
    }
}
