package dev.duet.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.Hold;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.SessionDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules by which somebody takes the other side's place. */
class TakeoverTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Route BOB = new Route(Address.sip("bob@example.com"), Protocol.SIP, "first");
    private static final Route CAROL = new Route(Address.sip("carol@example.com"), Protocol.SIP, "instead");
    private static final SessionDescription SDP =
            SessionDescription.of(MediaDescription.audio("0").build());
    private static final Failure NO =
            Failure.of(Failure.Kind.NEGOTIATION, Failure.Origin.PEER, Failure.Retry.NEVER, "no");
    private static final EndReason MOVED = EndReason.of(Kind.TRANSFERRED, By.LOCAL);

    private CallModel model = CallModel.initial(CallDirection.OUTGOING);
    private final List<CallEffect> effects = new ArrayList<>();

    @Test
    void anActiveCallStaysActiveAndItsMediaAreLookedForAnew() {
        active();
        feed(new CallInput.TakeOver(CAROL), new CallInput.Offered(2, SDP));
        assertDid(new CallEffect.Next(new CallEffect.MediaAnswer(SDP, MediaDirection.SENDRECV)));
        feed(new CallInput.AnswerReady(2, SDP));
        assertDid(
                new CallEffect.Swap(),
                new CallEffect.LegAnswer(SDP),
                new CallEffect.LegAccept(),
                new CallEffect.Retire(MOVED),
                new CallEffect.StartRestartTimer());
        assertEquals(new CallState.Active(NOW, Hold.NONE), model.state());
        assertEquals(CAROL, model.route());
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.HANGUP, By.REMOTE)), new CallInput.MediaConnected(2));
        assertDid(new CallEffect.StopTimers());
        assertEquals(CallPhase.ACTIVE, model.phase(), "who was there before is of no more concern");
    }

    @Test
    void mediaThatDoNotComeEndTheCall() {
        active();
        feed(new CallInput.TakeOver(CAROL), new CallInput.Offered(2, SDP), new CallInput.AnswerReady(2, SDP));
        feed(new CallInput.RestartTimeout());
        assertEquals(Kind.MEDIA_LOST, ((CallState.Ended) model.state()).reason().kind());
    }

    @Test
    void mediaThatAreThereAtOnceNeedNoTimer() {
        active();
        feed(new CallInput.TakeOver(CAROL), new CallInput.Offered(2, SDP), new CallInput.MediaConnected(2));
        effects.clear();
        feed(new CallInput.DirectionAgreed(2, MediaDirection.RECVONLY), new CallInput.AnswerReady(2, SDP));
        assertTrue(effects.contains(new CallEffect.StopTimers()), effects.toString());
        assertEquals(new CallState.Active(NOW, new Hold(false, true)), model.state());
    }

    @Test
    void aCallThatRingsElsewhereIsConnectedByTheNewcomer() {
        feed(new CallInput.Start(List.of(BOB), ""), new CallInput.OfferReady(1, SDP), new CallInput.Ringing(1));
        feed(new CallInput.TakeOver(CAROL), new CallInput.WantsOffer(2));
        effects.clear();
        feed(new CallInput.OfferReady(2, SDP));
        assertDid(
                new CallEffect.Swap(),
                new CallEffect.LegOffer(SDP),
                new CallEffect.LegAccept(),
                new CallEffect.Retire(EndReason.of(Kind.ANSWERED_ELSEWHERE, By.LOCAL)),
                new CallEffect.StartConnectTimer());
        assertEquals(CallPhase.CONNECTING, model.phase());
        feed(new CallInput.Answered(2, SDP), new CallInput.MediaConnected(2));
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void whoseMediaDoNotFitIsTurnedAway() {
        active();
        feed(new CallInput.TakeOver(CAROL), new CallInput.Offered(2, SDP));
        effects.clear();
        feed(new CallInput.MediaRefused(2, NO));
        assertDid(
                new CallEffect.Next(new CallEffect.LegEnd(new EndReason(Kind.INCOMPATIBLE, By.LOCAL, "no", null))),
                new CallEffect.Next(new CallEffect.MediaClose()));
        assertNull(model.successor());
        assertEquals(BOB, model.route());
        feed(new CallInput.AnswerReady(2, SDP));
        assertEquals(BOB, model.route());
    }

    @Test
    void aCallerWhomNobodyAnsweredIsNotReplaced() {
        model = CallModel.initial(CallDirection.INCOMING);
        feed(new CallInput.Arrive(BOB), new CallInput.Offered(1, SDP), new CallInput.AnswerReady(1, SDP));
        assertEquals(CallPhase.INCOMING, model.phase());
        effects.clear();
        feed(new CallInput.TakeOver(CAROL));
        assertDid(
                new CallEffect.Next(new CallEffect.LegEnd(EndReason.of(Kind.BUSY, By.LOCAL))),
                new CallEffect.Next(new CallEffect.MediaClose()));
        assertNull(model.successor());
    }

    @Test
    void candidatesGoToWhomTheyAreOf() {
        active();
        feed(new CallInput.TakeOver(CAROL), new CallInput.RemoteEndOfCandidates(2, "0"));
        feed(new CallInput.LocalEndOfCandidates(2, "0"));
        assertDid(
                new CallEffect.Next(new CallEffect.MediaEndOfCandidates("0")),
                new CallEffect.Next(new CallEffect.LegEndOfCandidates("0")));
    }

    private void active() {
        feed(new CallInput.Start(List.of(BOB), ""), new CallInput.OfferReady(1, SDP), new CallInput.Accepted(1));
        feed(new CallInput.Answered(1, SDP), new CallInput.MediaConnected(1));
        assertEquals(CallPhase.ACTIVE, model.phase());
        effects.clear();
    }

    private void feed(CallInput... inputs) {
        for (CallInput input : inputs) {
            CallMachine.Step step = CallMachine.step(model, input, NOW);
            model = step.model();
            effects.addAll(step.effects());
        }
    }

    private void assertDid(CallEffect... expected) {
        assertEquals(List.of(expected), effects);
        effects.clear();
    }
}
