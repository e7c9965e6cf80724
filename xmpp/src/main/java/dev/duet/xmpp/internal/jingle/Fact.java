package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.spi.CallLeg;
import java.util.List;

/** What a session tells of itself. */
sealed interface Fact {

    /** Tells it. */
    void tell(CallLeg.Listener listener);

    record Proposed() implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.proposed();
        }
    }

    record Ringing() implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.ringing();
        }
    }

    record Accepted() implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.accepted();
        }
    }

    record Ended(EndReason reason) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.ended(reason);
        }
    }

    record Forwarded(List<Address> to) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.forwarded(to);
        }
    }

    record Offered(SessionDescription offer) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.offered(offer);
        }
    }

    record Answered(SessionDescription answer) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.answered(answer);
        }
    }

    record OfferRefused(Failure failure) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.offerRefused(failure);
        }
    }

    record Candidate(Trickled trickled) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            IceCandidate candidate = trickled.candidate();
            if (candidate == null) {
                listener.endOfCandidates(trickled.mediaId());
            } else {
                listener.candidate(trickled.mediaId(), candidate);
            }
        }
    }

    record Doubted() implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.doubted();
        }
    }

    record Progressed(Failure failure) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.progressed(failure);
        }
    }

    record Transferred(Failure failure) implements Fact {
        @Override
        public void tell(CallLeg.Listener listener) {
            listener.transferred(failure);
        }
    }
}
