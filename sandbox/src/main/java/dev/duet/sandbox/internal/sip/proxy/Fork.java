package dev.duet.sandbox.internal.sip.proxy;

import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.transaction.ClientListener;
import dev.duet.sandbox.internal.sip.transaction.ClientTransaction;
import dev.duet.sandbox.internal.sip.transaction.ServerTransaction;
import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Timers.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The response context of one request (RFC 3261 16.7): its branches, and what of them goes upstream. */
final class Fork {

    /** What the other branches are told when one answered (RFC 3326 2). */
    private static final String ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private final ServerTransaction upstream;
    private final Timers timers;
    private final Duration timerC;
    private final CallObserver observer;
    private final List<Branch> branches = new ArrayList<>();
    private boolean started;
    private boolean finished;

    Fork(ServerTransaction upstream, Timers timers, Duration timerC, CallObserver observer) {
        this.upstream = upstream;
        this.timers = timers;
        this.timerC = timerC;
        this.observer = observer;
    }

    private SipRequest request() {
        return upstream.request();
    }

    /** A branch to be given to a client transaction. */
    Branch branch() {
        Branch branch = new Branch();
        branches.add(branch);
        return branch;
    }

    /** All branches have been sent: from now on the last answer completes the whole. */
    void allSent() {
        started = true;
        finishIfComplete();
    }

    void cancel() {
        branches.forEach(branch -> branch.cancel(""));
    }

    private void forward(SipResponse response) {
        upstream.respond(response);
        if (!response.provisional()) {
            finished = true;
            observer.finished(request(), response);
        }
    }

    private void finishIfComplete() {
        if (!started || finished || branches.stream().anyMatch(b -> b.result == null)) {
            return;
        }
        List<SipResponse> finals = new ArrayList<>();
        branches.forEach(b -> Optional.ofNullable(b.result).ifPresent(finals::add));
        SipResponse best = BestResponse.of(finals);
        if (best.status() == 408 && !request().is("INVITE")) {
            // The client's own timer has run out as well, and RFC 4320 4.2 forbids a 408 now.
            finished = true;
            upstream.mute();
        } else {
            forward(best);
        }
    }

    /** One copy of the request and its answer. */
    final class Branch implements ClientListener {

        private @Nullable ClientTransaction transaction;
        private @Nullable SipResponse result;
        private @Nullable Timer ringing;

        void sent(ClientTransaction sent) {
            transaction = sent;
            if (result == null && request().is("INVITE")) {
                restartTimerC();
            }
        }

        /** Ends the branch without an answer from the far end. */
        void failed(int status) {
            end(SipResponse.to(request(), status).withToTag("px-" + System.identityHashCode(this)));
            finishIfComplete();
        }

        private void restartTimerC() {
            stopTimerC();
            ringing = timers.after(timerC, () -> cancel(""));
        }

        private void stopTimerC() {
            if (ringing != null) {
                ringing.cancel();
            }
        }

        void cancel(String reason) {
            if (result == null && transaction != null && request().is("INVITE")) {
                transaction.cancel(reason);
            }
        }

        private void end(SipResponse response) {
            result = response;
            stopTimerC();
        }

        @Override
        public void response(SipResponse received) {
            if (received.status() == 100) {
                return;
            }
            SipResponse response = received.withHeaders(received.headers().withoutFirst("Via"));
            if (!response.headers().has("Via")) {
                return;
            }
            if (!finished || response.success()) {
                observer.answered(request(), response);
            }
            if (response.provisional()) {
                provisional(response);
            } else if (response.success()) {
                success(response);
            } else {
                failure(response);
            }
        }

        private void provisional(SipResponse response) {
            if (request().is("INVITE")) {
                restartTimerC();
            }
            if (!finished) {
                upstream.respond(response);
            }
        }

        private void success(SipResponse response) {
            end(response);
            if (!finished || request().is("INVITE")) {
                forward(response);
            }
            branches.forEach(branch -> branch.cancel(ELSEWHERE));
        }

        private void failure(SipResponse response) {
            end(response);
            if (response.status() >= 600) {
                branches.forEach(branch -> branch.cancel("SIP;cause=" + response.status()));
            }
            finishIfComplete();
        }

        @Override
        public void timeout() {
            failed(408);
        }

        @Override
        public void flowFailed() {
            failed(430);
        }
    }
}
