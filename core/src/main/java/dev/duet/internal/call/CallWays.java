package dev.duet.internal.call;

import dev.duet.model.CallOptions;
import dev.duet.model.Capability;
import dev.duet.model.EndReason;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.SipPrivacy;
import dev.duet.spi.RoutingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways that one call may go, whatever the policy that chose them: where its wishes bind, those alone that can carry
 * them. Pure.
 *
 * @param routes the best first
 * @param none why the call ends, when there is none; else without a meaning
 * @param unfit true when there would be some without the wishes
 */
public record CallWays(List<Route> routes, EndReason none, boolean unfit) {

    public CallWays {
        routes = List.copyOf(routes);
    }

    /**
     * The ways of an answer that can carry the wishes.
     *
     * @param can what each half can do
     */
    public static CallWays of(RoutingPolicy.Answer answer, CallOptions options, Map<Protocol, Set<Capability>> can) {
        List<Route> fit = new ArrayList<>();
        Route unfit = null;
        for (Route route : answer.routes()) {
            if (!options.binding()
                    || can.getOrDefault(route.protocol(), Set.of()).contains(Capability.CALL_OPTIONS)) {
                fit.add(route);
            } else if (unfit == null) {
                unfit = route;
            }
        }
        return unfit == null
                ? new CallWays(fit, unreachable(answer.whyNone()), false)
                : new CallWays(told(fit, because(unfit, options)), unsupported(unfit, options), fit.isEmpty());
    }

    /** Nobody says that there is a way. */
    static EndReason unreachable(String why) {
        return new EndReason(EndReason.Kind.UNREACHABLE, EndReason.By.LOCAL, "No way to call: " + why, null);
    }

    private static EndReason unsupported(Route unfit, CallOptions options) {
        return new EndReason(
                EndReason.Kind.UNSUPPORTED,
                EndReason.By.LOCAL,
                "No way to call as is wished: " + because(unfit, options) + ". The way without that wish: "
                        + unfit.why(),
                null);
    }

    private static String because(Route unfit, CallOptions options) {
        Set<SipPrivacy> hidden = options.privacy();
        if (!options.hides() || hidden == null) {
            return unfit.protocol() + " cannot ask for an answer of that kind";
        }
        return unfit.protocol() + (SipPrivacy.hidesCaller(hidden) ? " always tells who calls" : " hides nothing");
    }

    /** Why others are not taken is a part of why these are. */
    private static List<Route> told(List<Route> fit, String because) {
        return fit.stream()
                .map(route ->
                        new Route(route.target(), route.protocol(), route.why() + "; " + because, route.cautions()))
                .toList();
    }

    /** Why those to whom a call was sent on are not called; null when they can be, or there is no way at all. */
    @Nullable
    EndReason refusal() {
        return unfit ? none : null;
    }
}
