package dev.duet.sip.internal.call;

import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc4028.SessionTimer;
import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sip.header.RetryAfterHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our offers within a call: by re-INVITE (RFC 3261 14.1), and before it is accepted by UPDATE (RFC 3311), where the
 * other side takes that. On the loop.
 */
final class LocalOffer {

    private static final Logger LOG = LoggerFactory.getLogger(LocalOffer.class);

    /** How often one offer is made: who always answers that it is a bad moment is not asked for ever. */
    private static final int MOST_TRIES = 8;

    /** What Retry-After is waited for (RFC 3311 5.2); an offer that is later than that has lost its sense. */
    private static final int LONGEST_WAIT = 10;

    /** How long an offer waits for a way to the server, which a change of the network takes away for a moment. */
    private static final Duration OFFLINE = Duration.ofSeconds(30);

    private final UserAgent agent;
    private final Dialog dialog;
    private final Descriptions descriptions;
    private final Trickle trickle;
    private final CallLeg.Listener listener;
    private final SessionTimer timer;
    private final Runnable settled;
    private @Nullable Consumer<Failure> gone;
    private @Nullable SessionDescription waiting;
    private Loop.@Nullable Timer retry;
    private boolean pending;
    private boolean offline;
    private boolean refreshing;
    private boolean updateRefused;
    private boolean updates;
    private int tries;
    private boolean over;

    LocalOffer(
            UserAgent agent,
            Dialog dialog,
            Descriptions descriptions,
            Trickle trickle,
            CallLeg.Listener listener,
            SessionTimer timer,
            Runnable settled) {
        this.agent = agent;
        this.dialog = dialog;
        this.descriptions = descriptions;
        this.trickle = trickle;
        this.listener = listener;
        this.timer = timer;
        this.settled = settled;
    }

    /** The call was accepted: re-INVITE from now on. */
    void confirmed(Consumer<Failure> whenGone) {
        gone = whenGone;
    }

    /** True once the call was accepted. */
    boolean isConfirmed() {
        return gone != null;
    }

    /** True when the other side takes an offer in this state of the dialog. */
    boolean mayOffer() {
        return gone != null || dialog.allows(Request.UPDATE);
    }

    /** True while an offer of ours has no final response. */
    boolean isPending() {
        return pending;
    }

    /** True while our last description is offered again only to refresh the session. */
    boolean isRefreshing() {
        return refreshing;
    }

    /**
     * Sends one.
     *
     * @param byUpdate by UPDATE though the call was accepted
     */
    void send(SessionDescription offer, boolean byUpdate) {
        if (pending || waiting != null) {
            listener.offerRefused(Failure.of(
                    Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "An offer is under way already"));
            return;
        }
        tries = 0;
        updates = byUpdate;
        transmit(offer);
    }

    /** Refreshes the session (RFC 4028 7.4): by UPDATE where the other side takes that, else by what was said last. */
    void refresh() {
        SessionDescription last = descriptions.last();
        if (dialog.allows(Request.UPDATE) && !updateRefused) {
            Request update = request(Request.UPDATE);
            agent.send(dialog, update, new Refreshed());
        } else if (last != null) {
            tries = 0;
            updates = false;
            refreshing = true;
            transmit(last);
        }
    }

    private Request request(String method) {
        Request request = dialog.request(method)
                .header("Contact", agent.contact(dialog))
                .header("Allow", RequestBuilder.ALLOW)
                .header("Supported", Options.supported())
                .header("Recv-Info", TrickleFragment.PACKAGE)
                .build();
        if (gone != null) {
            timer.ask(request);
        }
        return request;
    }

    private void transmit(SessionDescription offer) {
        pending = true;
        tries++;
        Request request = request(gone == null || updates ? Request.UPDATE : Request.INVITE);
        descriptions.write(request, trickle.describe(offer), Session.localHost(agent));
        agent.send(dialog, request, new Answered(request.getMethod(), offer));
    }

    /** The other side's offer goes first: ours, which met it half way, is given up. */
    void giveWay() {
        if (waiting != null) {
            stopTimer();
            waiting = null;
            offline = false;
            notDone(metHalfWay());
        }
    }

    static Failure metHalfWay() {
        return Failure.of(Failure.Kind.REFUSED, Failure.Origin.PEER, Failure.Retry.NOW, "Both sides offered at once");
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
        pending = false;
        if (over) {
            return;
        }
        dialog.refreshTarget(response);
        if (gone != null) {
            timer.answered(response);
        }
        try {
            SessionDescription answer = descriptions.read(response);
            trickle.agreed();
            if (answer == null) {
                notDone(malformed("The answer has no description"));
            } else {
                answered(answer);
            }
        } catch (SdpException e) {
            LOG.info("The answer within {} is not understood: {}", dialog.id().callId(), e.getMessage());
            notDone(malformed("The answer is not understood: " + e.getMessage()));
        }
    }

    private void answered(SessionDescription answer) {
        boolean news = descriptions.isNews(answer);
        boolean asked = !refreshing;
        refreshing = false;
        if (news || asked) {
            listener.answered(answer);
        }
        settled.run();
    }

    private void notDone(Failure failure) {
        if (refreshing) {
            refreshing = false;
            timer.failed();
            settled.run();
        } else {
            listener.offerRefused(failure);
        }
    }

    private void refused(String method, Response response, SessionDescription offer) {
        pending = false;
        if (over) {
            return;
        }
        trickle.refused();
        int status = response.getStatusCode();
        Duration wait = tries < MOST_TRIES ? badMoment(response) : null;
        boolean unknown = status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST || status == Response.REQUEST_TIMEOUT;
        if (gone != null && timer.isToBeAskedAgain(response)) {
            transmit(offer);
        } else if (wait != null) {
            waiting = offer;
            retry = agent.loop().schedule(wait, this::again);
        } else if (unknown && gone != null) {
            gone.accept(StatusFailures.of(method, response)); // RFC 3261 12.2.1.2
        } else {
            notDone(StatusFailures.of(method, response));
        }
    }

    private void again() {
        SessionDescription offer = waiting;
        waiting = null;
        offline = false;
        if (offer != null && !over) {
            transmit(offer);
        }
    }

    /** There is a way to the server again. */
    void online() {
        if (offline) {
            stopTimer();
            again();
        }
    }

    private void awaitOnline(SessionDescription offer, Failure failure) {
        offline = true;
        waiting = offer;
        retry = agent.loop().schedule(OFFLINE, () -> {
            offline = false;
            waiting = null;
            notDone(failure);
        });
    }

    /** When to try again what met something of the other side half way; null for any other refusal. */
    private @Nullable Duration badMoment(Response response) {
        int status = response.getStatusCode();
        if (status == Response.REQUEST_PENDING) {
            return glareDelay();
        }
        boolean later = status == Response.SERVER_INTERNAL_ERROR // RFC 3261 14.2, RFC 3311 5.2
                && response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader after
                && after.getRetryAfter() >= 0
                && after.getRetryAfter() <= LONGEST_WAIT;
        return later
                ? Duration.ofSeconds(((RetryAfterHeader) response.getHeader(RetryAfterHeader.NAME)).getRetryAfter())
                : null;
    }

    /** RFC 3261 14.1: the owner of the Call-ID waits longer. */
    private Duration glareDelay() {
        int steps = dialog.isCaller()
                ? 210 + ThreadLocalRandom.current().nextInt(191)
                : ThreadLocalRandom.current().nextInt(201);
        return Duration.ofMillis(steps * 10L);
    }

    static Failure malformed(String message) {
        return Failure.of(Failure.Kind.NEGOTIATION, Failure.Origin.PEER, Failure.Retry.NEVER, message);
    }

    private final class Answered implements Outcome {
        private final String method;
        private final SessionDescription offer;
        private @Nullable Request acknowledged;

        Answered(String method, SessionDescription offer) {
            this.method = method;
            this.offer = offer;
        }

        @Override
        public void done(Response response) {
            if (response.getStatusCode() / 100 != 2) {
                refused(method, response, offer);
            } else if (method.equals(Request.INVITE)) {
                acknowledge(response);
            } else {
                accepted(response);
            }
        }

        private void acknowledge(Response response) {
            if (acknowledged != null) {
                agent.sendAck(acknowledged);
                return;
            }
            dialog.refreshTarget(response); // the ACK goes there already (RFC 3261 12.2.1.2)
            Request ack = dialog.ack(Dialog.sequence(response));
            acknowledged = ack;
            agent.sendAck(ack);
            accepted(response);
        }

        @Override
        public void failed(Failure failure) {
            pending = false;
            if (over) {
                return;
            }
            if (failure.kind() == Failure.Kind.TIMEOUT && gone != null) {
                gone.accept(failure);
            } else if (agent.flow() == null || failure.retry() == Failure.Retry.NOW) {
                awaitOnline(offer, failure);
            } else {
                trickle.refused();
                notDone(failure);
            }
        }
    }

    private final class Refreshed implements Outcome {

        @Override
        public void done(Response response) {
            int status = response.getStatusCode();
            Consumer<Failure> whenGone = gone;
            if (over || whenGone == null) {
                return;
            }
            if (status / 100 == 2) {
                dialog.refreshTarget(response);
                timer.answered(response);
            } else if (timer.isToBeAskedAgain(response)) {
                refresh();
            } else if (status == Response.METHOD_NOT_ALLOWED || status == Response.NOT_IMPLEMENTED) {
                updateRefused = true;
                refresh();
            } else if (status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST || status == Response.REQUEST_TIMEOUT) {
                whenGone.accept(StatusFailures.of(Request.UPDATE, response)); // RFC 4028 10
            } else {
                timer.failed();
            }
        }

        @Override
        public void failed(Failure failure) {
            Consumer<Failure> whenGone = gone;
            if (over || whenGone == null) {
                return;
            }
            if (failure.kind() == Failure.Kind.TIMEOUT) {
                whenGone.accept(failure);
            } else {
                timer.failed();
            }
        }
    }
}
