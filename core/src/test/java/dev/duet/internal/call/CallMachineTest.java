package dev.duet.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import dev.duet.model.WireDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallMachineTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Route BY_SIP = new Route(Address.sip("bob@example.com"), Protocol.SIP, "first");
    private static final Route BY_XMPP = new Route(Address.xmpp("bob@example.com"), Protocol.XMPP, "second");
    private static final SessionDescription OFFER =
            SessionDescription.of(MediaDescription.audio("offer").build());
    private static final SessionDescription ANSWER =
            SessionDescription.of(MediaDescription.audio("answer").build());
    private static final Failure NO = Failure.of(Failure.Kind.REFUSED, Failure.Origin.PEER, Failure.Retry.NEVER, "no");

    private CallModel model = CallModel.initial(CallDirection.OUTGOING);
    private final List<CallEffect> effects = new ArrayList<>();

    @Test
    void anOutgoingCallRingsAndIsAnswered() {
        feed(new CallInput.Start(List.of(BY_SIP), ""));
        assertEquals(CallPhase.DIALING, model.phase());
        assertDid(
                new CallEffect.Dial(1, BY_SIP),
                new CallEffect.StartRingTimer(),
                new CallEffect.MediaOffer(MediaDirection.SENDRECV));
        feed(new CallInput.OfferReady(1, OFFER));
        assertDid(new CallEffect.LegOffer(OFFER));
        feed(new CallInput.Ringing(1));
        assertEquals(new CallState.Alerting(false), model.state());
        feed(new CallInput.Accepted(1));
        assertEquals(CallPhase.CONNECTING, model.phase());
        feed(new CallInput.Answered(1, ANSWER), new CallInput.MediaConnected(1));
        assertEquals(new CallState.Active(NOW, Hold.NONE), model.state());
        assertDid(
                new CallEffect.StartConnectTimer(),
                new CallEffect.MediaApplyAnswer(ANSWER),
                new CallEffect.StopTimers());
    }

    @Test
    void mediaAreOfferedAgainAsTheyAre() {
        active();
        feed(new CallInput.Reoffer(true, 5), new CallInput.Reoffer(false, 6), new CallInput.OfferReady(1, OFFER));
        assertDid(new CallEffect.MediaOffer(MediaDirection.SENDRECV), new CallEffect.LegUpdate(OFFER));
        feed(new CallInput.OfferRefused(1, NO), new CallInput.OfferReady(1, OFFER), new CallInput.Answered(1, ANSWER));
        assertDid(
                new CallEffect.MediaRollback(),
                new CallEffect.Outcome(5, NO),
                new CallEffect.MediaOffer(MediaDirection.SENDRECV),
                new CallEffect.LegOffer(OFFER),
                new CallEffect.MediaApplyAnswer(ANSWER),
                new CallEffect.Outcome(6, null));
    }

    @Test
    void whoIsCalledMakesTheOffer() {
        feed(new CallInput.Start(List.of(BY_SIP, BY_XMPP), "", Set.of(Protocol.SIP)));
        assertDid(new CallEffect.Dial(1, BY_SIP), new CallEffect.StartRingTimer(), new CallEffect.LegCall());
        feed(new CallInput.Accepted(1), new CallInput.Offered(1, OFFER), new CallInput.AnswerReady(1, ANSWER));
        assertDid(
                new CallEffect.StartConnectTimer(),
                new CallEffect.MediaAnswer(OFFER, MediaDirection.SENDRECV),
                new CallEffect.LegAnswer(ANSWER));
        feed(new CallInput.MediaConnected(1));
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void whoIsCalledMayOfferBeforeTheCallIsTaken() {
        feed(new CallInput.Start(List.of(BY_SIP), "", Set.of(Protocol.SIP)), new CallInput.Offered(1, OFFER));
        assertEquals(new CallState.Alerting(true), model.state());
        feed(new CallInput.AnswerReady(1, ANSWER), new CallInput.MediaConnected(1), new CallInput.Accepted(1));
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void byWhomNobodyOffersTheNextWayHasAnOffer() {
        feed(new CallInput.Start(List.of(BY_SIP, BY_XMPP), "", Set.of(Protocol.SIP)));
        effects.clear();
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.UNREACHABLE, By.NETWORK)));
        assertTrue(effects.contains(new CallEffect.MediaOffer(MediaDirection.SENDRECV)));
    }

    @Test
    void earlyMediaIsAFlagAndNotAnAnswer() {
        dialled();
        feed(new CallInput.Answered(1, ANSWER), new CallInput.MediaConnected(1));
        assertEquals(new CallState.Alerting(true), model.state());
        feed(new CallInput.Accepted(1));
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void theNextRouteIsTriedOnlyWhileNobodyWasAsked() {
        feed(new CallInput.Start(List.of(BY_SIP, BY_XMPP), ""));
        effects.clear();
        EndReason unreachable = EndReason.of(Kind.UNREACHABLE, By.NETWORK);
        feed(new CallInput.LegEnded(1, unreachable));
        assertEquals(CallPhase.DIALING, model.phase());
        assertDid(
                new CallEffect.TellRouteFailed(BY_SIP, unreachable),
                new CallEffect.StopTimers(),
                new CallEffect.MediaClose(),
                new CallEffect.Dial(2, BY_XMPP),
                new CallEffect.StartRingTimer(),
                new CallEffect.MediaOffer(MediaDirection.SENDRECV));
        feed(new CallInput.Ringing(1));
        assertEquals(CallPhase.DIALING, model.phase(), "the first attempt is over and cannot ring");
    }

    @Test
    void afterRingingNoOtherRouteIsTried() {
        feed(new CallInput.Start(List.of(BY_SIP, BY_XMPP), ""), new CallInput.Ringing(1));
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.UNREACHABLE, By.NETWORK)));
        assertEnded(Kind.UNREACHABLE, By.NETWORK);
    }

    @Test
    void busyIsAnAnswerAndNoOtherRouteIsTried() {
        feed(new CallInput.Start(List.of(BY_SIP, BY_XMPP), ""));
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.BUSY, By.REMOTE)));
        assertEnded(Kind.BUSY, By.REMOTE);
    }

    @Test
    void withoutARouteTheCallEndsWithTheReason() {
        feed(new CallInput.Start(List.of(), "SIP is not online"));
        assertEnded(Kind.UNREACHABLE, By.LOCAL);
        assertTrue(((CallState.Ended) model.state()).reason().text().contains("SIP is not online"));
    }

    @Test
    void hangingUpBeforeTheAnswerIsCancelling() {
        dialled();
        feed(new CallInput.End(EndReason.of(Kind.HANGUP, By.LOCAL)));
        assertEnded(Kind.CANCELLED, By.LOCAL);
        assertTrue(effects.contains(new CallEffect.LegEnd(EndReason.of(Kind.CANCELLED, By.LOCAL))));
        assertTrue(effects.contains(new CallEffect.MediaClose()));
    }

    @Test
    void anUnansweredCallGivesUp() {
        dialled();
        feed(new CallInput.Ringing(1), new CallInput.RingTimeout());
        assertEnded(Kind.NO_ANSWER, By.LOCAL);
    }

    @Test
    void anIncomingCallRingsOnceItsOfferCanBeAnswered() {
        arrived();
        feed(new CallInput.Offered(1, OFFER));
        assertEquals(CallPhase.NEW, model.phase());
        assertDid(new CallEffect.StartRingTimer(), new CallEffect.MediaAnswer(OFFER, MediaDirection.SENDRECV));
        feed(new CallInput.AnswerReady(1, ANSWER));
        assertEquals(CallPhase.INCOMING, model.phase());
        assertDid(new CallEffect.LegRing());
        feed(new CallInput.Answer());
        assertDid(new CallEffect.StartConnectTimer(), new CallEffect.LegAnswer(ANSWER), new CallEffect.LegAccept());
        feed(new CallInput.MediaConnected(1));
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void mediaMayBeReadyBeforeTheUserIs() {
        arrived();
        feed(new CallInput.Offered(1, OFFER), new CallInput.AnswerReady(1, ANSWER), new CallInput.MediaConnected(1));
        assertEquals(CallPhase.INCOMING, model.phase());
        feed(new CallInput.Answer());
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void anOfferThatCannotBeTakenNeverRings() {
        arrived();
        feed(new CallInput.Offered(1, OFFER), new CallInput.MediaRefused(1, NO));
        assertEnded(Kind.INCOMPATIBLE, By.LOCAL);
        assertTrue(effects.stream().noneMatch(CallEffect.LegRing.class::isInstance));
    }

    @Test
    void anOfferWithoutTheEncryptionThatIsRequiredEndsAsInsecure() {
        arrived();
        Failure plain = Failure.of(Failure.Kind.TLS, Failure.Origin.PEER, Failure.Retry.NEVER, "plain");
        feed(new CallInput.Offered(1, OFFER), new CallInput.MediaRefused(1, plain));
        assertEnded(Kind.INSECURE, By.LOCAL);
    }

    @Test
    void anInviteWithoutOfferGetsOursWithTheAcceptance() {
        arrived();
        feed(new CallInput.WantsOffer(1), new CallInput.OfferReady(1, OFFER));
        assertEquals(CallPhase.INCOMING, model.phase());
        effects.clear();
        feed(new CallInput.Answer());
        assertDid(new CallEffect.StartConnectTimer(), new CallEffect.LegOffer(OFFER), new CallEffect.LegAccept());
        feed(new CallInput.Answered(1, ANSWER), new CallInput.MediaConnected(1));
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void theCallerMayHearThisSideBeforeTheCallIsTaken() {
        ringing();
        feed(new CallInput.Progress(7));
        assertDid(new CallEffect.LegProgress(ANSWER));
        assertEquals(new CallState.Incoming(false), model.state());
        feed(new CallInput.Progressed(1, null), new CallInput.Progress(8));
        assertDid(new CallEffect.Outcome(7, null), new CallEffect.Outcome(8, null));
        assertEquals(new CallState.Incoming(true), model.state());
        feed(new CallInput.Answer(), new CallInput.MediaConnected(1));
        assertDid(new CallEffect.StartConnectTimer(), new CallEffect.LegAccept(), new CallEffect.StopTimers());
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void whatCannotBeHeardEarlyRingsOn() {
        ringing();
        feed(new CallInput.Progress(7), new CallInput.Progressed(1, NO));
        assertDid(new CallEffect.LegProgress(ANSWER), new CallEffect.Outcome(7, NO));
        assertEquals(new CallState.Incoming(false), model.state());
        feed(new CallInput.Answer());
        assertDid(new CallEffect.StartConnectTimer(), new CallEffect.LegAnswer(ANSWER), new CallEffect.LegAccept());
    }

    @Test
    void anOfferOfOursMayGoAheadOfTheAnswerToo() {
        arrived();
        feed(new CallInput.WantsOffer(1), new CallInput.OfferReady(1, OFFER), new CallInput.Progress(7));
        feed(new CallInput.Progressed(1, null));
        effects.clear();
        feed(new CallInput.Answered(1, ANSWER));
        assertDid(new CallEffect.MediaApplyAnswer(ANSWER));
        feed(new CallInput.Answer());
        assertDid(new CallEffect.StartConnectTimer(), new CallEffect.LegAccept());
    }

    @Test
    void theSessionMayChangeBeforeTheCallIsTaken() {
        ringing();
        feed(new CallInput.Progress(7), new CallInput.Progressed(1, null));
        effects.clear();
        feed(new CallInput.Offered(1, OFFER), new CallInput.AnswerReady(1, ANSWER));
        assertDid(new CallEffect.MediaAnswer(OFFER, MediaDirection.SENDRECV), new CallEffect.LegAnswer(ANSWER));
        feed(new CallInput.Offered(1, OFFER), new CallInput.MediaRefused(1, NO));
        assertDid(new CallEffect.MediaAnswer(OFFER, MediaDirection.SENDRECV), new CallEffect.LegRefuseOffer(false));
        assertEquals(CallPhase.INCOMING, model.phase());
    }

    @Test
    void anImpossibleChangeBeforeTheOtherSideTookTheCallIsRefused() {
        dialled();
        feed(new CallInput.Answered(1, ANSWER));
        effects.clear();
        feed(new CallInput.Offered(1, OFFER), new CallInput.MediaRefused(1, NO));
        assertDid(new CallEffect.MediaAnswer(OFFER, MediaDirection.SENDRECV), new CallEffect.LegRefuseOffer(false));
        assertEquals(new CallState.Alerting(true), model.state());
    }

    @Test
    void whatIsDescribedLaterIsNotHeardEarly() {
        arrived();
        feed(new CallInput.Proposed(1));
        effects.clear();
        feed(new CallInput.Progress(7));
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                assertInstanceOf(CallEffect.Outcome.class, effects.get(0))
                        .failure()
                        .kind());
    }

    @Test
    void holdIsAgreedBeforeItIsTrue() {
        active();
        feed(new CallInput.SetHold(true, 7), new CallInput.OfferReady(1, OFFER));
        assertEquals(Hold.NONE, model.hold());
        assertDid(new CallEffect.MediaOffer(MediaDirection.SENDONLY), new CallEffect.LegOffer(OFFER));
        feed(new CallInput.Answered(1, ANSWER));
        assertEquals(new CallState.Active(NOW, new Hold(true, false)), model.state());
        assertDid(new CallEffect.MediaApplyAnswer(ANSWER), new CallEffect.Outcome(7, null));
    }

    @Test
    void aRefusedHoldLeavesTheCallAsItWas() {
        active();
        feed(new CallInput.SetHold(true, 7), new CallInput.OfferReady(1, OFFER), new CallInput.OfferRefused(1, NO));
        assertEquals(Hold.NONE, model.hold());
        assertTrue(effects.contains(new CallEffect.MediaRollback()));
        assertTrue(effects.contains(new CallEffect.Outcome(7, NO)));
    }

    @Test
    void changesWaitForEachOther() {
        active();
        feed(new CallInput.SetHold(true, 7), new CallInput.SetHold(false, 8), new CallInput.OfferReady(1, OFFER));
        effects.clear();
        feed(new CallInput.Answered(1, ANSWER));
        assertDid(
                new CallEffect.MediaApplyAnswer(ANSWER),
                new CallEffect.Outcome(7, null),
                new CallEffect.MediaOffer(MediaDirection.SENDRECV));
    }

    @Test
    void theOtherSidesHoldIsShown() {
        active();
        feed(
                new CallInput.Offered(1, OFFER),
                new CallInput.DirectionAgreed(1, MediaDirection.RECVONLY),
                new CallInput.AnswerReady(1, ANSWER));
        assertEquals(new CallState.Active(NOW, new Hold(false, true)), model.state());
        assertTrue(effects.contains(new CallEffect.LegAnswer(ANSWER)));
    }

    @Test
    void anOfferDuringOursIsRefused() {
        active();
        feed(new CallInput.SetHold(true, 7), new CallInput.OfferReady(1, OFFER), new CallInput.Offered(1, OFFER));
        assertTrue(effects.contains(new CallEffect.LegRefuseOffer(true)));
    }

    @Test
    void anImpossibleChangeIsRefusedAndTheCallGoesOn() {
        active();
        feed(new CallInput.Offered(1, OFFER), new CallInput.MediaRefused(1, NO));
        assertEquals(CallPhase.ACTIVE, model.phase());
        assertTrue(effects.contains(new CallEffect.LegRefuseOffer(false)));
    }

    @Test
    void aTransferThatSucceedsEndsTheCall() {
        active();
        Address carol = Address.sip("carol@example.com");
        feed(new CallInput.Transfer(carol, 9), new CallInput.Transferred(1, null));
        assertEnded(Kind.TRANSFERRED, By.LOCAL);
        assertTrue(effects.contains(new CallEffect.LegTransfer(carol)));
        assertTrue(effects.contains(new CallEffect.Outcome(9, null)));
    }

    @Test
    void aTransferThatFailsLeavesTheCall() {
        active();
        feed(new CallInput.Transfer(Address.sip("carol@example.com"), 9), new CallInput.Transferred(1, NO));
        assertEquals(CallPhase.ACTIVE, model.phase());
        assertTrue(effects.contains(new CallEffect.Outcome(9, NO)));
    }

    @Test
    void commandsUnderWayLearnOfTheEnd() {
        active();
        feed(new CallInput.SetHold(true, 7), new CallInput.SetHold(false, 8));
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.HANGUP, By.REMOTE)));
        feed(new CallInput.SetHold(true, 9));
        assertEquals(
                List.of(7L, 8L, 9L),
                effects.stream()
                        .filter(CallEffect.Outcome.class::isInstance)
                        .map(effect -> ((CallEffect.Outcome) effect).operation())
                        .toList());
    }

    @Test
    void mediaThatNeverConnectEndTheCall() {
        dialled();
        feed(new CallInput.Accepted(1), new CallInput.ConnectTimeout());
        assertEnded(Kind.FAILED, By.NETWORK);
    }

    @Test
    void whatTheOtherSideLostWasNeverHereEither() {
        dialled();
        feed(new CallInput.Accepted(1), new CallInput.LegEnded(1, EndReason.of(Kind.MEDIA_LOST, By.REMOTE)));
        assertEnded(Kind.FAILED, By.REMOTE);
    }

    @Test
    void theOtherSideMayLoseMediaThatBothHad() {
        active();
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.MEDIA_LOST, By.REMOTE)));
        assertEnded(Kind.MEDIA_LOST, By.REMOTE);
    }

    @Test
    void aProposalRingsWithoutADescriptionAndIsDescribedAfterTheAnswer() {
        model = CallModel.initial(CallDirection.INCOMING);
        feed(new CallInput.Arrive(BY_XMPP));
        effects.clear();
        feed(new CallInput.Proposed(1));
        assertDid(new CallEffect.LegRing());
        assertEquals(CallPhase.INCOMING, model.phase());
        feed(new CallInput.Answer());
        assertDid(new CallEffect.StartConnectTimer(), new CallEffect.LegAccept());
        feed(new CallInput.Offered(1, OFFER));
        assertDid(new CallEffect.MediaAnswer(OFFER, MediaDirection.SENDRECV));
        feed(new CallInput.AnswerReady(1, ANSWER));
        assertDid(new CallEffect.LegAnswer(ANSWER));
        feed(new CallInput.MediaConnected(1));
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void aLostWayIsLookedForAnew() {
        active();
        feed(new CallInput.MediaInterrupted(1, NO));
        assertDid(new CallEffect.StartRestartTimer(), new CallEffect.MediaRestart(MediaDirection.SENDRECV));
        feed(new CallInput.MediaInterrupted(1, NO));
        assertDid();
        feed(new CallInput.OfferReady(1, OFFER), new CallInput.Answered(1, ANSWER));
        assertDid(new CallEffect.LegOffer(OFFER), new CallEffect.MediaApplyAnswer(ANSWER));
        feed(new CallInput.MediaConnected(1));
        assertDid(new CallEffect.StopTimers());
        feed(new CallInput.RestartTimeout());
        assertEquals(CallPhase.ACTIVE, model.phase());
    }

    @Test
    void aWayThatIsLostBeforeTheCallIsTakenIsLookedForWhileItRings() {
        dialled();
        feed(new CallInput.Answered(1, ANSWER), new CallInput.MediaConnected(1));
        effects.clear();
        feed(new CallInput.MediaInterrupted(1, NO), new CallInput.OfferReady(1, OFFER));
        assertDid(new CallEffect.MediaRestart(MediaDirection.SENDRECV), new CallEffect.LegOffer(OFFER));
        feed(new CallInput.Answered(1, ANSWER), new CallInput.MediaConnected(1));
        assertDid(new CallEffect.MediaApplyAnswer(ANSWER));
        assertEquals(CallModel.Restart.NONE, model.restart());
        assertEquals(new CallState.Alerting(true), model.state());
    }

    @Test
    void aWayThatCannotBeLookedForWhileItRingsIsOnceTheCallIsTaken() {
        ringing();
        feed(new CallInput.Progress(7), new CallInput.Progressed(1, null), new CallInput.MediaConnected(1));
        feed(new CallInput.MediaInterrupted(1, NO), new CallInput.OfferReady(1, OFFER));
        effects.clear();
        feed(new CallInput.OfferRefused(1, NO));
        assertDid(new CallEffect.MediaRollback());
        feed(new CallInput.Answer());
        assertDid(
                new CallEffect.StartConnectTimer(),
                new CallEffect.LegAccept(),
                new CallEffect.StartRestartTimer(),
                new CallEffect.MediaRestart(MediaDirection.SENDRECV));
    }

    @Test
    void aLostWayThatIsNotFoundAgainEndsTheCall() {
        active();
        feed(new CallInput.MediaInterrupted(1, NO), new CallInput.RestartTimeout());
        assertEnded(Kind.MEDIA_LOST, By.NETWORK);
    }

    /** A server in between may give up on the offer before this side does. */
    @Test
    void whereTheWayForTheOfferIsLostTooMediaWereLostFirst() {
        WireDetail wire = WireDetail.sip(408, "Request Timeout");
        active();
        feed(new CallInput.MediaInterrupted(1, NO), new CallInput.OfferReady(1, OFFER));
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.UNREACHABLE, By.NETWORK, wire)));
        assertEnded(Kind.MEDIA_LOST, By.NETWORK);
        assertEquals(wire, ((CallState.Ended) model.state()).reason().wire());
    }

    @Test
    void whoIsGoneWhileMediaFlowIsUnreachable() {
        active();
        feed(new CallInput.LegEnded(1, EndReason.of(Kind.UNREACHABLE, By.NETWORK)));
        assertEnded(Kind.UNREACHABLE, By.NETWORK);
    }

    @Test
    void theSearchForANewWayWaitsItsTurnAndGoesBeforeHold() {
        active();
        feed(new CallInput.SetHold(true, 7));
        feed(new CallInput.MediaInterrupted(1, NO), new CallInput.SetHold(false, 8));
        effects.clear();
        feed(new CallInput.OfferReady(1, OFFER), new CallInput.Answered(1, ANSWER));
        assertDid(
                new CallEffect.LegOffer(OFFER),
                new CallEffect.MediaApplyAnswer(ANSWER),
                new CallEffect.Outcome(7, null),
                new CallEffect.MediaRestart(MediaDirection.SENDONLY));
        feed(new CallInput.OfferReady(1, OFFER), new CallInput.Answered(1, ANSWER));
        assertDid(
                new CallEffect.LegOffer(OFFER),
                new CallEffect.MediaApplyAnswer(ANSWER),
                new CallEffect.MediaOffer(MediaDirection.SENDRECV));
    }

    @Test
    void aPeerThatIsNotWhoItSaysEndsTheCallAsInsecure() {
        active();
        feed(new CallInput.MediaFailed(
                1, Failure.of(Failure.Kind.TLS, Failure.Origin.PEER, Failure.Retry.NEVER, "another certificate")));
        assertEnded(Kind.INSECURE, By.LOCAL);
    }

    @Test
    void aDescriptionThatLeadsNowhereIsNotAcceptable() {
        dialled();
        feed(new CallInput.Answered(1, ANSWER));
        feed(new CallInput.MediaFailed(
                1, Failure.of(Failure.Kind.MEDIA, Failure.Origin.PEER, Failure.Retry.NEVER, "no such host")));
        assertEnded(Kind.INCOMPATIBLE, By.LOCAL);
    }

    @Test
    void talkTimeCountsFromTheConnection() {
        active();
        CallMachine.Step step = CallMachine.step(
                model, new CallInput.LegEnded(1, EndReason.of(Kind.HANGUP, By.REMOTE)), NOW.plusSeconds(90));
        assertEquals(Duration.ofSeconds(90), ((CallState.Ended) step.model().state()).talkTime());
    }

    private void dialled() {
        feed(new CallInput.Start(List.of(BY_SIP), ""), new CallInput.OfferReady(1, OFFER));
        effects.clear();
    }

    private void arrived() {
        model = CallModel.initial(CallDirection.INCOMING);
        feed(new CallInput.Arrive(BY_SIP));
    }

    private void ringing() {
        arrived();
        feed(new CallInput.Offered(1, OFFER), new CallInput.AnswerReady(1, ANSWER));
        effects.clear();
    }

    private void active() {
        dialled();
        feed(new CallInput.Answered(1, ANSWER), new CallInput.Accepted(1), new CallInput.MediaConnected(1));
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

    private void assertEnded(Kind kind, By by) {
        EndReason reason =
                assertInstanceOf(CallState.Ended.class, model.state()).reason();
        assertEquals(kind, reason.kind());
        assertEquals(by, reason.by());
    }
}
