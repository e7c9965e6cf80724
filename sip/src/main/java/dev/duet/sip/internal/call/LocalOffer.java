package dev.duet.sip.internal.call;

import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our offers within a call, by re-INVITE (RFC 3261 14.1). On the loop. */
final class LocalOffer {

    private static final Logger LOG = LoggerFactory.getLogger(LocalOffer.class);

    private final UserAgent agent;
    private final Dialog dialog;
    private final Descriptions descriptions;
    private final CallLeg.Listener listener;
    private final Consumer<Failure> gone;
    private @Nullable SessionDescription waiting;
    private Loop.@Nullable Timer retry;
    private @Nullable Request acknowledged;
    private boolean pending;
    private boolean over;

    LocalOffer(
            UserAgent agent,
            Dialog dialog,
            Descriptions descriptions,
            CallLeg.Listener listener,
            Consumer<Failure> gone) {
        this.agent = agent;
        this.dialog = dialog;
        this.descriptions = descriptions;
        this.listener = listener;
        this.gone = gone;
    }

    /** True while a re-INVITE of ours has no final response. */
    boolean isPending() {
        return pending;
    }

    void send(SessionDescription offer) {
        if (pending || waiting != null) {
            listener.offerRefused(Failure.of(
                    Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "An offer is under way already"));
            return;
        }
        transmit(offer);
    }

    private void transmit(SessionDescription offer) {
        pending = true;
        acknowledged = null;
        Request request = dialog.request(Request.INVITE)
                .header("Contact", agent.contact())
                .header("Allow", RequestBuilder.ALLOW)
                .header("Recv-Info", TrickleFragment.PACKAGE)
                .build();
        descriptions.write(request, offer, Session.localHost(agent));
        agent.send(dialog, request, new Answered(offer));
    }

    /** The other side's offer goes first: ours, which met it half way, is given up. */
    void giveWay() {
        if (waiting != null) {
            stopTimer();
            waiting = null;
            listener.offerRefused(Failure.of(
                    Failure.Kind.REFUSED, Failure.Origin.PEER, Failure.Retry.NOW, "Both sides offered at once"));
        }
    }

    void stop() {
        over = true;
        stopTimer();
    }

    private void stopTimer() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    private void accepted(Response response) {
        if (acknowledged != null) {
            agent.sendAck(acknowledged);
            return;
        }
        pending = false;
        Request ack = dialog.ack(Dialog.sequence(response));
        acknowledged = ack;
        agent.sendAck(ack);
        if (over) {
            return;
        }
        dialog.refreshTarget(response);
        try {
            SessionDescription answer = descriptions.read(response);
            if (answer == null) {
                listener.offerRefused(malformed("The answer has no description"));
            } else {
                descriptions.isNews(answer);
                listener.answered(answer);
            }
        } catch (SdpException e) {
            LOG.info("The answer within {} is not understood: {}", dialog.id().callId(), e.getMessage());
            listener.offerRefused(malformed("The answer is not understood: " + e.getMessage()));
        }
    }

    private void refused(Response response, SessionDescription offer) {
        pending = false;
        if (over) {
            return;
        }
        int status = response.getStatusCode();
        if (status == Response.REQUEST_PENDING) {
            waiting = offer;
            retry = agent.loop().schedule(glareDelay(), () -> {
                SessionDescription again = waiting;
                waiting = null;
                if (again != null && !over) {
                    transmit(again);
                }
            });
        } else if (status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST || status == Response.REQUEST_TIMEOUT) {
            gone.accept(StatusFailures.of(Request.INVITE, response)); // RFC 3261 12.2.1.2
        } else {
            listener.offerRefused(StatusFailures.of(Request.INVITE, response));
        }
    }

    /** RFC 3261 14.1: the owner of the Call-ID waits longer. */
    private Duration glareDelay() {
        int steps = dialog.isCaller()
                ? 210 + ThreadLocalRandom.current().nextInt(191)
                : ThreadLocalRandom.current().nextInt(201);
        return Duration.ofMillis(steps * 10L);
    }

    private static Failure malformed(String message) {
        return Failure.of(Failure.Kind.NEGOTIATION, Failure.Origin.PEER, Failure.Retry.NEVER, message);
    }

    private final class Answered implements Outcome {
        private final SessionDescription offer;

        Answered(SessionDescription offer) {
            this.offer = offer;
        }

        @Override
        public void done(Response response) {
            if (response.getStatusCode() / 100 == 2) {
                accepted(response);
            } else {
                refused(response, offer);
            }
        }

        @Override
        public void failed(Failure failure) {
            pending = false;
            if (over) {
                return;
            }
            if (failure.kind() == Failure.Kind.TIMEOUT) {
                gone.accept(failure);
            } else {
                listener.offerRefused(failure);
            }
        }
    }
}
