package dev.duet.sandbox.internal.sip.transaction;

import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Timers.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client transaction (RFC 3261 17.1, RFC 6026).
 *
 * <pre>
 * TRYING -1xx-> PROCEEDING -final-> COMPLETED -timer D or K-> TERMINATED
 *                          -2xx to INVITE-> ACCEPTED -timer M-> TERMINATED
 * TRYING, PROCEEDING -timer B or F, or the flow closes-> TERMINATED
 * </pre>
 */
public final class ClientTransaction {

    /** See the diagram of the class. */
    enum State {
        TRYING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        TERMINATED
    }

    private static final byte[] NO_BODY = new byte[0];

    private final Transactions layer;
    private final String key;
    private final SipRequest request;
    private final Flow flow;
    private final ClientListener listener;
    private State state = State.TRYING;
    private boolean cancelWanted;
    private boolean cancelSent;
    private String cancelReason = "";
    private @Nullable Timer retransmit;
    private @Nullable Timer timeout;

    ClientTransaction(Transactions layer, String key, SipRequest request, Flow flow, ClientListener listener) {
        this.layer = layer;
        this.key = key;
        this.request = request;
        this.flow = flow;
        this.listener = listener;
    }

    String key() {
        return key;
    }

    State state() {
        return state;
    }

    public SipRequest request() {
        return request;
    }

    public Flow flow() {
        return flow;
    }

    private boolean invite() {
        return request.is("INVITE");
    }

    void start() {
        layer.wire().send(flow, request);
        timeout = layer.timers().after(layer.values().timeout(), this::timedOut);
        if (!flow.transport().reliable()) {
            retransmitAfter(layer.values().t1());
        }
    }

    private void retransmitAfter(Duration interval) {
        retransmit = layer.timers().after(interval, () -> {
            if (state == State.TRYING || state == State.PROCEEDING && !invite()) {
                layer.wire().send(flow, request);
                retransmitAfter(nextInterval(interval));
            }
        });
    }

    /** Timer A doubles without end; timer E stops at T2, and stays there once a provisional came. */
    private Duration nextInterval(Duration interval) {
        if (invite()) {
            return interval.multipliedBy(2);
        }
        return state == State.PROCEEDING ? layer.values().t2() : layer.values().doubled(interval);
    }

    private void timedOut() {
        if (state == State.TRYING || state == State.PROCEEDING) {
            terminate();
            listener.timeout();
        }
    }

    void flowClosed() {
        if (state == State.TRYING || state == State.PROCEEDING) {
            terminate();
            listener.flowFailed();
        }
    }

    void received(SipResponse response) {
        switch (state) {
            case TRYING, PROCEEDING -> {
                if (response.provisional()) {
                    provisional(response);
                } else {
                    last(response);
                }
            }
            case ACCEPTED -> {
                if (response.success()) {
                    listener.response(response);
                }
            }
            case COMPLETED -> {
                if (invite() && response.status() >= 300) {
                    acknowledge(response);
                }
            }
            default -> {}
        }
    }

    private void provisional(SipResponse response) {
        if (state == State.TRYING) {
            state = State.PROCEEDING;
            if (invite()) {
                // From here on timer C of the proxy rules, or the wait for the 487.
                stop(timeout);
                stop(retransmit);
            }
        }
        if (cancelWanted && !cancelSent) {
            sendCancel();
        }
        listener.response(response);
    }

    private void last(SipResponse response) {
        stop(timeout);
        stop(retransmit);
        boolean reliable = flow.transport().reliable();
        if (invite() && response.success()) {
            state = State.ACCEPTED;
            layer.timers().after(layer.values().timeout(), this::terminate);
        } else {
            state = State.COMPLETED;
            Duration absorb =
                    invite() ? layer.values().timeout() : layer.values().t4();
            layer.timers().after(reliable ? Duration.ZERO : absorb, this::terminate);
            if (invite()) {
                acknowledge(response);
            }
        }
        listener.response(response);
    }

    /** 17.1.1.3. */
    private void acknowledge(SipResponse response) {
        Headers headers =
                hopByHop("ACK").with("To", response.headers().get("To").orElse(""));
        layer.wire().send(flow, new SipRequest("ACK", request.uri(), headers, NO_BODY));
    }

    /** Cancels a pending INVITE, at once or when its first provisional comes (9.1). */
    public void cancel() {
        cancel("");
    }

    /**
     * Cancels a pending INVITE.
     *
     * @param reason what its Reason (RFC 3326) says; empty for nothing
     */
    public void cancel(String reason) {
        cancelReason = cancelWanted ? cancelReason : reason;
        cancelWanted = true;
        if (state == State.PROCEEDING && invite() && !cancelSent) {
            sendCancel();
        }
    }

    private void sendCancel() {
        cancelSent = true;
        Headers headers = hopByHop("CANCEL");
        SipRequest cancel = new SipRequest(
                "CANCEL",
                request.uri(),
                cancelReason.isEmpty() ? headers : headers.append("Reason", cancelReason),
                NO_BODY);
        layer.start(cancel, flow, new IgnoreAnswer());
        stop(timeout);
        timeout = layer.timers().after(layer.values().timeout(), this::timedOut);
    }

    private Headers hopByHop(String method) {
        Headers from = request.headers();
        return Headers.NONE
                .append("Via", from.get("Via").orElse(""))
                .append("Max-Forwards", "70")
                .appendAll("Route", from.all("Route"))
                .append("From", from.get("From").orElse(""))
                .append("To", from.get("To").orElse(""))
                .append("Call-ID", request.callId())
                .append("CSeq", request.cseq().number() + " " + method);
    }

    private static void stop(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void terminate() {
        state = State.TERMINATED;
        stop(timeout);
        stop(retransmit);
        layer.remove(this);
    }

    private static final class IgnoreAnswer implements ClientListener {
        @Override
        public void response(SipResponse response) {
            // Whether the CANCEL took effect shows in the answer to the INVITE.
        }

        @Override
        public void timeout() {
            // The INVITE has its own time-out.
        }

        @Override
        public void flowFailed() {
            // The INVITE hears of it too.
        }
    }
}
