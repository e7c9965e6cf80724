package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.api.event.CallLogged;
import dev.duet.api.event.CallRouteFailed;
import dev.duet.api.event.CallRuleApplied;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.CallForwarding;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRecord.Outcome;
import dev.duet.model.CallRules;
import dev.duet.model.CallRules.DoNotDisturb;
import dev.duet.model.CallVerdict;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.MediaDirection;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.spi.CallLeg;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.FakeStack;
import dev.duet.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules of an account for the calls of both halves. */
class CallRulesTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Address BOB_XMPP = Address.xmpp("bob@example.com/desk");
    private static final Address CAROL = Address.sip("carol@example.com");
    private static final Address CAROL_XMPP = Address.xmpp("carol@example.com");

    private final World world = World.both().online();
    private CallLeg.Listener facts;

    private FakeLeg comes(FakeStack half, Address from) {
        FakeLeg leg = new FakeLeg(from, null);
        facts = half.link().listener.incoming(leg, from, "Bob");
        facts.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        return leg;
    }

    private FakeLeg bobBySip() {
        return comes(world.sip, BOB);
    }

    private FakeLeg bobByXmpp() {
        return comes(world.xmpp, BOB_XMPP);
    }

    private void rules(CallRules rules) {
        world.account.callRules(rules);
        world.run();
    }

    private void publish(Availability availability) {
        world.account.publish(OwnPresence.of(availability));
        world.run();
    }

    private Call talk() {
        bobBySip();
        Call call = world.account.calls().get(0);
        call.answer();
        world.run();
        return call;
    }

    private static CallRules forwarding(CallForwarding forwarding) {
        return CallRules.NONE.withForwarding(forwarding);
    }

    @Test
    void withoutRulesCallsRingAlsoDuringACallAndWhileNotToBeDisturbed() {
        talk();
        publish(Availability.DO_NOT_DISTURB);
        assertEquals(List.of("ring"), bobByXmpp().did);
        assertEquals(2, world.events(IncomingCall.class).size());
        assertInstanceOf(CallVerdict.Rings.class, world.account.callVerdict(BOB));
    }

    @Test
    void doNotDisturbTurnsCallsAwayOnBothHalvesAsTheUserChose() {
        publish(Availability.DO_NOT_DISTURB);
        for (DoNotDisturb way : List.of(DoNotDisturb.BUSY, DoNotDisturb.UNREACHABLE, DoNotDisturb.DECLINED)) {
            rules(CallRules.NONE.withDoNotDisturb(way));
            assertEquals(List.of("end " + way), bobBySip().did);
            assertEquals(List.of("end " + way), bobByXmpp().did);
            CallVerdict verdict = world.last(CallRuleApplied.class).verdict();
            assertEquals("The user is not to be disturbed", verdict.why());
            assertEquals(verdict, world.account.callVerdict(BOB));
        }
        assertEquals(List.of(), world.events(IncomingCall.class));
        assertEquals(6, world.events(CallLogged.class).size());
        assertEquals(Outcome.REJECTED, world.last(CallLogged.class).call().outcome());
        assertEquals(
                "The user is not to be disturbed",
                world.last(CallLogged.class).call().end().text());
        publish(Availability.AVAILABLE);
        assertEquals(List.of("ring"), bobBySip().did);
    }

    @Test
    void aChangeCountsForCallsThatRingAlready() {
        rules(CallRules.NONE.withDoNotDisturb(DoNotDisturb.BUSY));
        FakeLeg leg = bobBySip();
        assertEquals(List.of("ring"), leg.did);
        publish(Availability.DO_NOT_DISTURB);
        assertEquals(List.of("ring", "end BUSY"), leg.did);
        publish(Availability.AVAILABLE);
        FakeLeg second = bobByXmpp();
        rules(forwarding(CallForwarding.NONE.always(CAROL)));
        assertEquals(List.of("ring", "forward [" + CAROL + "] FORWARDED"), second.did);
    }

    @Test
    void withoutCallWaitingAnotherCallIsBusyAndTheFirstOneStays() {
        rules(CallRules.NONE.withCallWaiting(false));
        FakeLeg first = bobBySip();
        assertEquals(List.of("end BUSY"), bobByXmpp().did, "while the first one rings");
        assertEquals(List.of("ring"), first.did);
        Call call = world.account.calls().get(0);
        call.answer();
        world.run();
        assertEquals(List.of("end BUSY"), bobBySip().did, "during a call");
        assertEquals(
                "There is another call, and no call waiting",
                world.last(CallRuleApplied.class).verdict().why());
        call.hangup();
        world.run();
        assertEquals(List.of("ring"), bobBySip().did);
        rules(CallRules.NONE.withCallWaiting(false).withDoNotDisturb(DoNotDisturb.DECLINED));
        assertEquals(1, world.account.calls().size(), "it came before any other");
    }

    @Test
    void anOutgoingCallIsACallToo() {
        rules(CallRules.NONE.withCallWaiting(false).withForwarding(CallForwarding.NONE.whenBusy(CAROL, CAROL_XMPP)));
        world.account.call(CAROL);
        world.run();
        assertEquals(List.of("forward [" + CAROL + ", " + CAROL_XMPP + "] FORWARDED"), bobByXmpp().did);
    }

    @Test
    void allCallsAreSentOnButThoseOfWhomTheyAreSentTo() {
        rules(forwarding(CallForwarding.NONE.always(CAROL, CAROL_XMPP)));
        publish(Availability.DO_NOT_DISTURB);
        assertEquals(List.of("forward [" + CAROL + ", " + CAROL_XMPP + "] FORWARDED"), bobBySip().did);
        assertEquals(List.of(), world.media.sessions, "nothing was made ready for it");
        assertEquals(Outcome.FORWARDED, world.last(CallLogged.class).call().outcome());
        assertEquals(
                "All calls are sent on: sent on to carol@example.com",
                world.last(CallLogged.class).call().end().text());
        assertEquals(List.of("ring"), comes(world.sip, CAROL).did);
        assertEquals(List.of("ring"), comes(world.xmpp, Address.xmpp("carol@example.com/desk")).did);
    }

    @Test
    void whatNobodyAnswersIsSentOnAfterItsTime() {
        rules(forwarding(CallForwarding.NONE.whenNoAnswer(Duration.ofSeconds(15), CAROL)));
        FakeLeg leg = bobBySip();
        FakeLeg other = bobByXmpp();
        world.account.calls().get(1).answer();
        world.pass(Duration.ofSeconds(14));
        assertEquals(List.of("ring"), leg.did);
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("ring", "forward [" + CAROL + "] FORWARDED"), leg.did);
        world.pass(Duration.ofSeconds(20));
        assertTrue(other.did.stream().noneMatch(did -> did.startsWith("forward")), "it was answered");
        assertEquals(1, world.events(CallRuleApplied.class).size());
    }

    @Test
    void aTimeThatIsChangedCountsFromWhenItBeganToRing() {
        FakeLeg leg = bobBySip();
        world.pass(Duration.ofSeconds(10));
        rules(forwarding(CallForwarding.NONE.whenNoAnswer(Duration.ofSeconds(12), CAROL)));
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("ring"), leg.did);
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("ring", "forward [" + CAROL + "] FORWARDED"), leg.did);
    }

    @Test
    void whoHidesOrSignsOutIsNotReachable() {
        rules(forwarding(CallForwarding.NONE.whenNotReachable(CAROL)));
        publish(Availability.OFFLINE);
        assertEquals(List.of("forward [" + CAROL + "] FORWARDED"), bobBySip().did);
        publish(Availability.AVAILABLE);
        FakeLeg leg = bobByXmpp();
        assertEquals(List.of("ring"), leg.did);
        world.account.disconnect();
        world.run();
        assertEquals(List.of("ring", "forward [" + CAROL + "] FORWARDED"), leg.did);
    }

    @Test
    void theUserSendsACallOn() {
        FakeLeg leg = bobBySip();
        Call call = world.account.calls().get(0);
        EndReason end = world.done(call.forward(CAROL, CAROL_XMPP));
        assertEquals(Kind.FORWARDED, end.kind());
        assertEquals(List.of("ring", "forward [" + CAROL + ", " + CAROL_XMPP + "] FORWARDED"), leg.did);
        Call talking = talk();
        assertThrows(IllegalStateException.class, () -> talking.forward(CAROL));
    }

    @Test
    void rulesThatCannotHoldAreRefused() {
        CallForwarding self = CallForwarding.NONE.whenBusy(Address.xmpp("alice@example.com/phone"));
        assertThrows(IllegalArgumentException.class, () -> rules(forwarding(self)));
        CallForwarding late = CallForwarding.NONE.whenNoAnswer(Duration.ofMinutes(1), CAROL);
        assertThrows(IllegalArgumentException.class, () -> rules(forwarding(late)));
        assertEquals(CallRules.NONE, world.account.callRules());
    }

    @Test
    void aCallThatIsSentOnGoesOnByWhateverHalfReachesWhom() {
        world.xmpp
                .link()
                .listener
                .rosterEntry(new RosterEntry(BOB_XMPP.bare(), "Bob", Set.of(), RosterEntry.Visibility.BOTH, false));
        world.run();
        Call call = world.account.call(world.account.contacts().find(BOB).orElseThrow());
        world.run();
        FakeLeg first = world.sip.link().leg();
        first.listener.ringing();
        first.listener.forwarded(List.of(CAROL_XMPP));
        first.listener.ended(EndReason.of(Kind.FORWARDED, EndReason.By.REMOTE));
        world.run();
        FakeLeg second = world.xmpp.link().leg();
        assertEquals(CAROL_XMPP, second.target);
        assertEquals(CallPhase.DIALING, call.phase());
        assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
        assertEquals(
                "The call was sent on to " + CAROL_XMPP,
                call.route().orElseThrow().why());
        assertEquals(Kind.FORWARDED, world.last(CallRouteFailed.class).reason().kind());
        second.listener.ended(EndReason.of(Kind.UNREACHABLE, EndReason.By.NETWORK));
        world.run();
        assertEquals(CallPhase.ENDED, call.phase(), "who sends calls on is not called by another way");
    }

    @Test
    void callsThatAreSentInACircleEnd() {
        Call call = world.account.call(BOB);
        for (int i = 0; i < 50 && call.phase() != CallPhase.ENDED; i++) {
            world.run();
            FakeLeg leg = world.sip.link().leg();
            leg.listener.forwarded(List.of(i % 2 == 0 ? CAROL : BOB));
            leg.listener.ended(EndReason.of(Kind.FORWARDED, EndReason.By.REMOTE));
            world.run();
        }
        assertEquals(Kind.FORWARDED, world.done(call.ended()).kind());
    }
}
