package dev.duet.internal.account;

import dev.duet.api.Contact;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoutingPolicy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways to somebody, as the routing policy has them by what the account knows now. */
@OnLoop
final class CallRoutes {

    private final AccountControl account;
    private final RoutingPolicy policy;

    CallRoutes(AccountControl account, RoutingPolicy policy) {
        this.account = account;
        this.policy = policy;
    }

    /**
     * The ways to a contact.
     *
     * @param explicit the address that was asked for by itself; null when any will do
     */
    RoutingPolicy.Answer to(@Nullable Address explicit, Contact contact) {
        Map<Protocol, LinkPhase> phases = account.phases();
        Map<Protocol, Set<Capability>> capabilities = new EnumMap<>(Protocol.class);
        phases.keySet()
                .forEach(protocol ->
                        capabilities.put(protocol, account.link(protocol).capabilities()));
        return policy.routes(new RoutingPolicy.Question(
                explicit,
                List.copyOf(contact.addresses()),
                phases,
                capabilities,
                account.book().devices(contact)));
    }

    /** The ways to somebody to whom a call was sent on. */
    List<Route> sentOnTo(Address other) {
        return to(other, account.people().somebody(other)).routes().stream()
                .map(way -> new Route(way.target(), way.protocol(), "The call was sent on to " + other))
                .toList();
    }
}
