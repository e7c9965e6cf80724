package dev.duet.internal.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.duet.internal.rule.CallRuling.Situation;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.CallForwarding;
import dev.duet.model.CallRules;
import dev.duet.model.CallRules.DoNotDisturb;
import dev.duet.model.CallVerdict;
import dev.duet.model.CallVerdict.Forwarded;
import dev.duet.model.CallVerdict.Rings;
import dev.duet.model.CallVerdict.TurnedAway;
import dev.duet.model.EndReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Which rule goes before which, whatever else holds. */
class CallRulingProperties {

    private static final Set<Availability> CALM = EnumSet.complementOf(EnumSet.of(Availability.DO_NOT_DISTURB));

    @Provide
    Arbitrary<Address> people() {
        return Arbitraries.of(
                Address.sip("sip:bob@example.com:5070;transport=tcp"),
                Address.sip("sips:bob@example.com"),
                Address.xmpp("bob@example.com/desk"),
                Address.tel("+15551234"),
                Address.sip("+15551234@gateway.example"),
                Address.sip("carol@example.com"),
                Address.xmpp("carol@example.com"));
    }

    @Provide
    Arbitrary<Situation> situations() {
        Arbitrary<List<Address>> target = people().list().ofMaxSize(2);
        Arbitrary<CallForwarding> forwarding = Combinators.combine(
                        target, target, target, Arbitraries.integers().between(1, 60), target)
                .as((always, busy, silent, seconds, away) ->
                        new CallForwarding(always, busy, silent, Duration.ofSeconds(seconds), away));
        Arbitrary<CallRules> rules = Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.of(DoNotDisturb.class), forwarding)
                .as(CallRules::new);
        return Combinators.combine(
                        rules,
                        people(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Availability.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 90).map(Duration::ofSeconds))
                .as(Situation::new);
    }

    private static Situation with(Situation now, CallRules rules) {
        return new Situation(rules, now.from(), now.blocked(), now.own(), now.leaving(), now.engaged(), now.rang());
    }

    private static Situation unblocked(Situation now, Availability own) {
        return new Situation(now.rules(), now.from(), false, own, now.leaving(), now.engaged(), now.rang());
    }

    private static boolean gets(Situation now, List<Address> to) {
        return !to.isEmpty() && to.stream().noneMatch(each -> CallRuling.isSame(each, now.from()));
    }

    @Property
    void nobodyIsSentOnToThemselves(@ForAll("situations") Situation now) {
        if (CallRuling.of(now) instanceof Forwarded forwarded) {
            forwarded.to().forEach(to -> assertFalse(CallRuling.isSame(to, now.from())));
        }
    }

    @Property
    void whoIsBlockedIsDeclinedWhateverElseHolds(@ForAll("situations") Situation now) {
        Situation blocked =
                new Situation(now.rules(), now.from(), true, now.own(), now.leaving(), now.engaged(), now.rang());
        assertEquals(
                EndReason.Kind.DECLINED,
                assertInstanceOf(TurnedAway.class, CallRuling.of(blocked)).as());
    }

    @Property
    void forwardingOfAllCallsGoesBeforeAllButTheBlockList(@ForAll("situations") Situation any) {
        Situation now = unblocked(any, any.own());
        List<Address> always = now.rules().forwarding().always();
        if (gets(now, always)) {
            assertEquals(
                    always,
                    assertInstanceOf(Forwarded.class, CallRuling.of(now)).to());
        }
    }

    @Property
    void whoIsNotToBeDisturbedIsNotUnlessTheRulesLetItRing(@ForAll("situations") Situation any) {
        Situation now = unblocked(any, Availability.DO_NOT_DISTURB);
        CallVerdict verdict = CallRuling.of(now);
        CallForwarding forwarding = now.rules().forwarding();
        if (now.rules().doNotDisturb() == DoNotDisturb.RINGS || gets(now, forwarding.always())) {
            return;
        }
        List<Address> instead =
                switch (now.rules().doNotDisturb()) {
                    case BUSY -> forwarding.whenBusy();
                    case UNREACHABLE -> forwarding.whenNotReachable();
                    default -> List.of();
                };
        if (gets(now, instead)) {
            assertEquals(instead, assertInstanceOf(Forwarded.class, verdict).to());
        } else {
            assertEquals(
                    now.rules().doNotDisturb().name(),
                    assertInstanceOf(TurnedAway.class, verdict).as().name());
        }
    }

    @Property
    void callsAreTurnedAwayOnlyAsBusyUnlessThereIsMoreThanAnotherCall(@ForAll("situations") Situation any) {
        for (Availability own : CALM) {
            Situation now = unblocked(any, own);
            boolean mayBeBusy = now.engaged() && !now.rules().callWaiting();
            if (CallRuling.of(now) instanceof TurnedAway turned) {
                assertEquals(EndReason.Kind.BUSY, turned.as());
                assertEquals(true, mayBeBusy);
            }
            if (mayBeBusy) {
                assertFalse(CallRuling.of(now) instanceof Rings, () -> CallRuling.of(now)
                        .why());
            }
        }
    }

    @Property
    void whatRangLongerNeverRingsAgain(@ForAll("situations") Situation now) {
        Situation later = new Situation(
                now.rules(),
                now.from(),
                now.blocked(),
                now.own(),
                now.leaving(),
                now.engaged(),
                now.rang().plusSeconds(7));
        CallVerdict before = CallRuling.of(now);
        if (!(before instanceof Rings)) {
            assertEquals(before, CallRuling.of(later));
        }
    }

    @Property
    void withoutRulesEverythingRings(@ForAll("situations") Situation any) {
        Situation now = with(unblocked(any, any.own()), CallRules.NONE);
        assertInstanceOf(Rings.class, CallRuling.of(now));
    }

    @Property
    void everyVerdictSaysWhy(@ForAll("situations") Situation now) {
        assertFalse(CallRuling.of(now).why().isBlank());
    }

    @Property
    void beingTheSameHasNoDirection(@ForAll("people") Address one, @ForAll("people") Address other) {
        assertEquals(CallRuling.isSame(one, other), CallRuling.isSame(other, one));
    }
}
