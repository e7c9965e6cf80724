package dev.duet.internal.route;

import dev.duet.model.Address;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which way a message goes: the way of the last one that came in; else XMPP; else SIP MESSAGE. */
public final class MessageRouting {

    private static final Set<LinkPhase> ONLINE = Set.of(LinkPhase.ONLINE);
    /** XMPP keeps what is sent in these, and sends it when it can. */
    private static final Set<LinkPhase> COMING = Set.of(LinkPhase.WAITING, LinkPhase.CONNECTING);

    private MessageRouting() {}

    /**
     * The way.
     *
     * @param addresses of the person, the preferred ones first
     * @param links the configured halves
     * @param lastFrom where the last message came from; null when none came
     */
    public static Optional<Route> route(
            List<Address> addresses, Map<Protocol, LinkPhase> links, @Nullable Address lastFrom) {
        if (lastFrom != null && links.get(lastFrom.protocol()) == LinkPhase.ONLINE) {
            return Optional.of(new Route(lastFrom.bare(), lastFrom.protocol(), "The last message came in this way"));
        }
        return by(Protocol.XMPP, ONLINE, addresses, links, "XMPP comes first for messages (RFC 7081)")
                .or(() -> by(Protocol.SIP, ONLINE, addresses, links, "XMPP does not reach them"))
                .or(() -> by(Protocol.XMPP, COMING, addresses, links, "It waits until XMPP is back"));
    }

    private static Optional<Route> by(
            Protocol protocol,
            Set<LinkPhase> phases,
            List<Address> addresses,
            Map<Protocol, LinkPhase> links,
            String why) {
        LinkPhase phase = links.get(protocol);
        if (phase == null || !phases.contains(phase)) {
            return Optional.empty();
        }
        return addresses.stream()
                .filter(address -> address.protocol() == protocol)
                .findFirst()
                .map(address -> new Route(address, protocol, why));
    }
}
