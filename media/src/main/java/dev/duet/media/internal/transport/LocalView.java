package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.spi.Loop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a description says of this side: which port a peer without ICE would use.
 *
 * @param localHint the local address that the signalling uses; empty when unknown
 * @param hidden true when the other side must not learn this host's addresses
 */
record LocalView(String localHint, boolean hidden) {

    private static final InetAddress NOWHERE = new java.net.InetSocketAddress(0).getAddress();

    /** All ports that are candidates by themselves. */
    List<IcePort> all(IceFlow flow) {
        List<IcePort> all = new ArrayList<>(flow.hosts());
        all.addAll(flow.relayed());
        return all;
    }

    MediaTransport.Local describe(List<IcePort> hosts, boolean two, IceDescription ice) {
        return new MediaTransport.Local(
                defaultEndpoint(hosts, 1, ice), two ? defaultEndpoint(hosts, 2, ice) : null, !two, ice);
    }

    /** As the other side sees the port, where that is known: best for one that does no ICE (RFC 8445 5.1.4). */
    private Endpoint defaultEndpoint(List<IcePort> hosts, int component, IceDescription ice) {
        if (hidden || hosts.isEmpty()) {
            return ice.candidates().stream()
                    .filter(c -> c.component() == component && c.type() == IceCandidate.Type.RELAY)
                    .map(IceCandidate::endpoint)
                    .findFirst()
                    .orElseGet(() -> Addresses.nowhere(NOWHERE));
        }
        Endpoint host = Addresses.endpoint(main(hosts, component).port().local());
        return ice.candidates().stream()
                .filter(c -> c.type() == IceCandidate.Type.SRFLX && host.equals(c.related()))
                .map(IceCandidate::endpoint)
                .findFirst()
                .orElse(host);
    }

    /** The one that a peer without ICE would use: the signalling's own address, else IPv4. */
    private IcePort main(List<IcePort> hosts, int component) {
        List<IcePort> all =
                hosts.stream().filter(p -> p.component() == component).toList();
        return all.stream()
                .filter(p -> p.port().local().getAddress().getHostAddress().equals(localHint))
                .findFirst()
                .or(() -> all.stream()
                        .filter(p -> p.port().local().getAddress() instanceof Inet4Address)
                        .findFirst())
                .orElse(all.get(0));
    }

    /** The same ports, for a peer without ICE. */
    PlainFlow withoutIce(List<IcePort> hosts, boolean two, Loop clock) {
        return new PlainFlow(
                (UdpPort) main(hosts, 1).port(), two ? (UdpPort) main(hosts, 2).port() : null, clock);
    }

    /** True when a way left from an address that this host no longer has. */
    boolean isGone(IceFlow flow, IcePath path, List<InetAddress> all) {
        return flow.ports().stream().filter(each -> path.uses(each.port())).anyMatch(each -> {
            if (each.port() instanceof TurnRelay.RelayPort port) {
                return !Addresses.isOurs(port.relay().local().getAddress());
            }
            return !all.contains(each.port().local().getAddress());
        });
    }
}
