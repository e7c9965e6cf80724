package dev.duet.internal.route;

import dev.duet.model.Address;
import dev.duet.model.Caution;
import dev.duet.model.Route;
import dev.duet.spi.NumberPlan;
import dev.duet.spi.RoutingPolicy;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call may cost (RFC 7081 5), whatever the policy that chose its ways.
 *
 * @param plan what numbers there are
 * @param region where the account is; empty for nowhere in particular
 * @param sipDomain the account's own SIP domain; null without a SIP half
 */
public record Cautions(
        NumberPlan plan, String region, @Nullable String sipDomain) {

    /** The same answer, with what there is to say before each way is taken. */
    public RoutingPolicy.Answer added(RoutingPolicy.Answer answer) {
        return new RoutingPolicy.Answer(
                answer.routes().stream()
                        .map(route -> route.withCautions(of(route)))
                        .toList(),
                answer.whyNone());
    }

    private Set<Caution> of(Route route) {
        Set<Caution> cautions = EnumSet.noneOf(Caution.class);
        number(route.target()).ifPresent(number -> {
            cautions.add(Caution.TELEPHONE_NETWORK);
            switch (plan.tariff(number, region)) {
                case FREE -> cautions.remove(Caution.TELEPHONE_NETWORK);
                case ABROAD -> cautions.add(Caution.ABROAD);
                case SPECIAL -> cautions.add(Caution.SPECIAL_RATE);
                default -> {
                    // as other calls
                }
            }
        });
        if (route.target() instanceof Address.Sip sip && !sip.host().equals(sipDomain)) {
            cautions.add(Caution.OTHER_DOMAIN);
        }
        return cautions;
    }

    /** A telephone number, also as a SIP address (RFC 3261 19.1.6). */
    private Optional<Address.Tel> number(Address target) {
        if (target instanceof Address.Tel tel) {
            return Optional.of(tel);
        }
        return target instanceof Address.Sip sip && sip.user() != null
                ? plan.global(sip.user(), sip.host().equals(sipDomain) ? region : "")
                : Optional.empty();
    }
}
