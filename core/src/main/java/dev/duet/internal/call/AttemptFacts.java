package dev.duet.internal.call;

import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.model.CallSecurity;
import dev.duet.model.Conference;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDirection;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.spi.CallLeg;
import dev.duet.spi.MediaSession;
import dev.duet.spi.Referral;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns what the leg and the media session of one attempt tell into inputs of the call. */
record AttemptFacts(int attempt, Consumer<CallInput> feed, Aside aside) {

    /** What is told beside the rules of a call. From any thread. */
    interface Aside {

        void digit(char digit);

        void warning(Failure failure);

        void referred(Referral referral);

        void identified(int attempt, Address remote);

        void sentOn(int attempt, List<CallHop> hops);

        void conference(int attempt, @Nullable Conference conference);

        void forwarded(int attempt, List<Address> to);
    }

    CallLeg.Listener leg() {
        return new CallLeg.Listener() {
            @Override
            public void proposed() {
                feed.accept(new CallInput.Proposed(attempt));
            }

            @Override
            public void ringing() {
                feed.accept(new CallInput.Ringing(attempt));
            }

            @Override
            public void accepted() {
                feed.accept(new CallInput.Accepted(attempt));
            }

            @Override
            public void forwarded(List<Address> to) {
                aside.forwarded(attempt, to);
            }

            @Override
            public void ended(EndReason reason) {
                feed.accept(new CallInput.LegEnded(attempt, reason));
            }

            @Override
            public void wantsOffer() {
                feed.accept(new CallInput.WantsOffer(attempt));
            }

            @Override
            public void doubted() {
                feed.accept(new CallInput.Doubted(attempt));
            }

            @Override
            public void offered(SessionDescription offer) {
                feed.accept(new CallInput.Offered(attempt, offer));
            }

            @Override
            public void answered(SessionDescription answer) {
                feed.accept(new CallInput.Answered(attempt, answer));
            }

            @Override
            public void offerRefused(Failure failure) {
                feed.accept(new CallInput.OfferRefused(attempt, failure));
            }

            @Override
            public void candidate(String mediaId, IceCandidate candidate) {
                feed.accept(new CallInput.RemoteCandidate(attempt, mediaId, candidate));
            }

            @Override
            public void endOfCandidates(String mediaId) {
                feed.accept(new CallInput.RemoteEndOfCandidates(attempt, mediaId));
            }

            @Override
            public void progressed(@Nullable Failure failure) {
                feed.accept(new CallInput.Progressed(attempt, failure));
            }

            @Override
            public void dtmf(char digit) {
                aside.digit(digit);
            }

            @Override
            public void identified(Address remote) {
                aside.identified(attempt, remote);
            }

            @Override
            public void sentOn(List<CallHop> hops) {
                aside.sentOn(attempt, hops);
            }

            @Override
            public void conference(@Nullable Conference conference) {
                aside.conference(attempt, conference);
            }

            @Override
            public void transferring(WireDetail progress) {
                feed.accept(new CallInput.Transferring(attempt, progress));
            }

            @Override
            public void referred(Referral referral) {
                aside.referred(referral);
            }

            @Override
            public void transferred(@Nullable Failure failure) {
                feed.accept(new CallInput.Transferred(attempt, failure));
            }
        };
    }

    MediaSession.Listener media() {
        return new MediaSession.Listener() {
            @Override
            public void offerReady(SessionDescription offer) {
                feed.accept(new CallInput.OfferReady(attempt, offer));
            }

            @Override
            public void answerReady(SessionDescription answer) {
                feed.accept(new CallInput.AnswerReady(attempt, answer));
            }

            @Override
            public void refused(Failure failure) {
                feed.accept(new CallInput.MediaRefused(attempt, failure));
            }

            @Override
            public void localCandidate(String mediaId, IceCandidate candidate) {
                feed.accept(new CallInput.LocalCandidate(attempt, mediaId, candidate));
            }

            @Override
            public void endOfCandidates(String mediaId) {
                feed.accept(new CallInput.LocalEndOfCandidates(attempt, mediaId));
            }

            @Override
            public void connected(CallSecurity security) {
                feed.accept(new CallInput.MediaConnected(attempt));
            }

            @Override
            public void direction(MediaDirection direction) {
                feed.accept(new CallInput.DirectionAgreed(attempt, direction));
            }

            @Override
            public void dtmf(char digit) {
                aside.digit(digit);
            }

            @Override
            public void interrupted(Failure failure) {
                feed.accept(new CallInput.MediaInterrupted(attempt, failure));
            }

            @Override
            public void warning(Failure failure) {
                aside.warning(failure);
            }

            @Override
            public void failed(Failure failure) {
                feed.accept(new CallInput.MediaFailed(attempt, failure));
            }
        };
    }
}
