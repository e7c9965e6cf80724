package dev.duet.internal.account;

import dev.duet.api.Contact;
import dev.duet.internal.call.CallWays;
import dev.duet.internal.route.Cautions;
import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.Route;
import dev.duet.spi.RoutingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to somebody, as the routing policy has them by what the account knows now. From any thread. */
final class CallRoutes {

    private final AccountControl account;
    private final RoutingPolicy policy;
    private final Cautions cautions;

    CallRoutes(AccountControl account, RoutingPolicy policy, Cautions cautions) {
        this.account = account;
        this.policy = policy;
        this.cautions = cautions;
    }

    /**
     * The ways to a contact.
     *
     * @param explicit the address that was asked for by itself; null when any will do
     */
    RoutingPolicy.Answer to(@Nullable Address explicit, Contact contact) {
        Halves halves = account.halves();
        return cautions.added(policy.routes(new RoutingPolicy.Question(
                explicit,
                List.copyOf(contact.addresses()),
                account.people().claimed(contact),
                halves.selves(),
                halves.phases(),
                halves.capabilities(),
                account.book().devices(contact))));
    }

    /** Those of them that can carry the wishes of a call. */
    CallWays ways(@Nullable Address explicit, Contact contact, CallOptions options) {
        return CallWays.of(to(explicit, contact), options, account.halves().capabilities());
    }

    /** The ways to those to whom a call was sent on, that can carry its wishes. */
    CallWays sentOnTo(List<Address> others, CallOptions options) {
        List<Route> ways =
                others.stream().flatMap(each -> sentOnTo(each).stream()).toList();
        return CallWays.of(
                new RoutingPolicy.Answer(ways, "nobody to whom it was sent on can be called"),
                options,
                account.halves().capabilities());
    }

    private List<Route> sentOnTo(Address other) {
        return to(other, account.people().somebody(other)).routes().stream()
                .map(way -> new Route(way.target(), way.protocol(), "The call was sent on to " + other, way.cautions()))
                .toList();
    }
}
