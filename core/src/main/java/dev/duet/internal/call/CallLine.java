package dev.duet.internal.call;

import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.spi.CallLeg;
import dev.duet.spi.MediaSession;
import dev.duet.spi.OnLoop;
import org.jspecify.annotations.Nullable;

/** Carries out effects at a leg and its media. */
@OnLoop
final class CallLine {

    private CallLine() {}

    static void does(@Nullable CallLeg leg, @Nullable MediaSession media, CallEffect effect, CallModel model) {
        if (leg != null && legDoes(leg, effect)) {
            if (media != null && (effect instanceof CallEffect.LegAnswer || effect instanceof CallEffect.LegProgress)) {
                media.answerWaits(false);
            }
        } else if (leg != null && media != null) {
            // An answer that the caller does not have yet must not be acted upon.
            if (effect instanceof CallEffect.MediaAnswer && isBeforeAnswer(model)) {
                media.answerWaits(true);
            }
            mediaDoes(media, effect);
        }
    }

    /** An incoming call that nobody took yet, and whose caller does not hear this side. */
    private static boolean isBeforeAnswer(CallModel model) {
        return model.direction() == CallDirection.INCOMING
                && (model.phase() == CallPhase.NEW
                        || model.state() instanceof CallState.Incoming incoming && !incoming.earlyMedia());
    }

    private static boolean legDoes(CallLeg leg, CallEffect effect) {
        if (effect instanceof CallEffect.LegCall) {
            leg.call();
        } else if (effect instanceof CallEffect.LegRing) {
            leg.ring();
        } else if (effect instanceof CallEffect.LegProgress progress) {
            leg.progress(progress.description());
        } else if (effect instanceof CallEffect.LegAccept) {
            leg.accept();
        } else if (effect instanceof CallEffect.LegEnd end) {
            leg.end(end.reason());
        } else if (effect instanceof CallEffect.LegForward forward) {
            leg.forward(forward.to(), forward.reason());
        } else if (effect instanceof CallEffect.LegOffer offer) {
            leg.offer(offer.offer());
        } else if (effect instanceof CallEffect.LegUpdate update) {
            leg.update(update.offer());
        } else if (effect instanceof CallEffect.LegAnswer answer) {
            leg.answer(answer.answer());
        } else if (effect instanceof CallEffect.LegRefuseOffer refuse) {
            leg.refuseOffer(refuse.forNow());
        } else if (effect instanceof CallEffect.LegCandidate found) {
            leg.candidate(found.mediaId(), found.candidate());
        } else if (effect instanceof CallEffect.LegEndOfCandidates end) {
            leg.endOfCandidates(end.mediaId());
        } else if (effect instanceof CallEffect.LegTransfer transfer) {
            leg.transfer(transfer.to());
        } else if (effect instanceof CallEffect.LegPark park) {
            leg.park(park.at());
        } else if (effect instanceof CallEffect.LegTransferTo transfer) {
            leg.transfer(transfer.other());
        } else {
            return false;
        }
        return true;
    }

    private static void mediaDoes(MediaSession current, CallEffect effect) {
        if (effect instanceof CallEffect.MediaOffer offer) {
            current.createOffer(offer.wish());
        } else if (effect instanceof CallEffect.MediaAnswer answer) {
            current.createAnswer(answer.offer(), answer.wish());
        } else if (effect instanceof CallEffect.MediaApplyAnswer apply) {
            current.applyAnswer(apply.answer());
        } else if (effect instanceof CallEffect.MediaRollback) {
            current.rollback();
        } else if (effect instanceof CallEffect.MediaCandidate found) {
            current.remoteCandidate(found.mediaId(), found.candidate());
        } else if (effect instanceof CallEffect.MediaEndOfCandidates end) {
            current.remoteEndOfCandidates(end.mediaId());
        } else if (effect instanceof CallEffect.MediaRestart again) {
            current.restart(again.wish());
        } else if (effect instanceof CallEffect.MediaNetworkChanged) {
            current.networkChanged();
        } else if (effect instanceof CallEffect.MediaDoubt) {
            current.doubt();
        }
    }
}
