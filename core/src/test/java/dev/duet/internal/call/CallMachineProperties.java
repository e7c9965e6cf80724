package dev.duet.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.SessionDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CallMachineProperties {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Route BY_SIP = new Route(Address.sip("bob@example.com"), Protocol.SIP, "first");
    private static final Route BY_XMPP = new Route(Address.xmpp("bob@example.com"), Protocol.XMPP, "second");
    private static final SessionDescription OFFER =
            SessionDescription.of(MediaDescription.audio("offer").build());
    private static final SessionDescription ANSWER =
            SessionDescription.of(MediaDescription.audio("answer").build());
    private static final Failure NO = Failure.of(Failure.Kind.REFUSED, Failure.Origin.PEER, Failure.Retry.NEVER, "no");

    @Property(tries = 3000)
    void whateverHappensTheRulesHold(@ForAll CallDirection direction, @ForAll("inputs") List<CallInput> inputs) {
        CallModel now = CallModel.initial(direction);
        List<Long> asked = new ArrayList<>();
        List<Long> told = new ArrayList<>();
        boolean closed = false;
        List<CallInput> story = new ArrayList<>(inputs);
        story.add(
                0,
                direction == CallDirection.OUTGOING
                        ? new CallInput.Start(List.of(BY_SIP, BY_XMPP), "")
                        : new CallInput.Arrive(BY_SIP));
        for (CallInput input : story) {
            CallModel before = now;
            CallMachine.Step step = CallMachine.step(before, input, NOW);
            now = step.model();
            if (input instanceof CallInput.Asks asks) {
                asked.add(asks.operation());
            }
            for (CallEffect effect : step.effects()) {
                assertTrue(!closed || effect instanceof CallEffect.Outcome, "after the end only outcomes are told");
                if (effect instanceof CallEffect.Outcome outcome) {
                    told.add(outcome.operation());
                }
            }
            closed = now.ended();
            assertTrue(!before.ended() || now.ended(), "an end is an end");
            boolean backward = now.phase().compareTo(before.phase()) < 0;
            boolean retried = before.phase() == CallPhase.DIALING && now.attempt() > before.attempt();
            assertTrue(before.phase() != CallPhase.INCOMING || now.attempt() == before.attempt(), "it is answered");
            assertTrue(!backward || retried, before.phase() + " -> " + now.phase());
        }
        CallMachine.Step end = CallMachine.step(now, new CallInput.End(EndReason.of(Kind.HANGUP, By.LOCAL)), NOW);
        end.effects().stream()
                .filter(CallEffect.Outcome.class::isInstance)
                .forEach(effect -> told.add(((CallEffect.Outcome) effect).operation()));
        assertTrue(end.model().ended());
        assertTrue(told.containsAll(asked), "every command learns its outcome: " + asked + " / " + told);
        assertEquals(told.size(), told.stream().distinct().count(), "and only once");
    }

    @Provide
    Arbitrary<List<CallInput>> inputs() {
        Arbitrary<CallInput> fixed = Arbitraries.of(
                new CallInput.Answer(),
                new CallInput.RingTimeout(),
                new CallInput.ConnectTimeout(),
                new CallInput.Ringing(1),
                new CallInput.Accepted(1),
                new CallInput.WantsOffer(1),
                new CallInput.Offered(1, OFFER),
                new CallInput.Answered(1, ANSWER),
                new CallInput.OfferRefused(1, NO),
                new CallInput.OfferReady(1, OFFER),
                new CallInput.AnswerReady(1, ANSWER),
                new CallInput.MediaRefused(1, NO),
                new CallInput.MediaConnected(1),
                new CallInput.Proposed(1),
                new CallInput.TakeOver(BY_XMPP),
                new CallInput.Offered(2, OFFER),
                new CallInput.AnswerReady(2, ANSWER),
                new CallInput.OfferReady(2, OFFER),
                new CallInput.MediaConnected(2),
                new CallInput.MediaRefused(2, NO),
                new CallInput.LegEnded(2, EndReason.of(Kind.HANGUP, By.REMOTE)),
                new CallInput.MediaInterrupted(1, NO),
                new CallInput.RestartTimeout(),
                new CallInput.NetworkChanged(),
                new CallInput.Doubted(1),
                new CallInput.Progressed(1, null),
                new CallInput.Progressed(1, NO),
                new CallInput.DirectionAgreed(1, MediaDirection.RECVONLY),
                new CallInput.LegEnded(1, EndReason.of(Kind.UNREACHABLE, By.NETWORK)),
                new CallInput.LegEnded(2, EndReason.of(Kind.HANGUP, By.REMOTE)),
                new CallInput.Accepted(2));
        Arbitrary<List<CallInput>> rest = fixed.list().ofMaxSize(14);
        return rest.map(list -> {
            List<CallInput> all = new ArrayList<>();
            long operation = 0;
            for (CallInput input : list) {
                all.add(input);
                operation++;
                if (operation % 3 == 0) {
                    all.add(new CallInput.SetHold(operation % 2 == 0, operation));
                } else if (operation % 5 == 0) {
                    all.add(new CallInput.Progress(operation));
                } else if (operation % 7 == 0) {
                    all.add(new CallInput.Transfer(Address.sip("carol@example.com"), operation));
                } else if (operation % 2 == 0) {
                    all.add(new CallInput.Reoffer(true, operation));
                }
            }
            return all;
        });
    }
}
