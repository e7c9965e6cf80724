package dev.duet.sandbox.internal.sip.transaction;

import dev.duet.sandbox.internal.sip.message.HostPort;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.Via;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Timers.Timer;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server transaction (RFC 3261 17.2, RFC 6026).
 *
 * <pre>
 * INVITE:      PROCEEDING -3xx..6xx-> COMPLETED -ACK-> CONFIRMED -timer I-> TERMINATED
 *              PROCEEDING -2xx-> ACCEPTED -timer L-> TERMINATED
 * all others:  PROCEEDING -final-> COMPLETED -timer J-> TERMINATED
 * </pre>
 */
public final class ServerTransaction {

    /** See the diagram of the class. */
    enum State {
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        CONFIRMED,
        TERMINATED
    }

    private final Transactions layer;
    private final String key;
    private final SipRequest request;
    private final Flow flow;
    private final Flow replyFlow;
    private State state = State.PROCEEDING;
    private Runnable onCancel = () -> {};
    private @Nullable SipResponse last;
    private @Nullable Timer retransmit;

    ServerTransaction(Transactions layer, String key, SipRequest request, Flow flow, Flow replyFlow) {
        this.layer = layer;
        this.key = key;
        this.request = request;
        this.flow = flow;
        this.replyFlow = replyFlow;
    }

    /** The request, its top Via completed with received and rport. */
    public SipRequest request() {
        return request;
    }

    /** Where it came from. */
    public Flow flow() {
        return flow;
    }

    /** Whether the client's datagrams come from another address than it believes, and it wants answers there. */
    public boolean natted() {
        Via via = request.topVia();
        boolean symmetric = flow.transport() == Transport.UDP && via.params().has("rport");
        HostPort source = new HostPort(
                flow.remote().getAddress().getHostAddress(), flow.remote().getPort());
        return symmetric && !via.sentBy().equals(source);
    }

    /** Stays without an answer; repetitions are not answered either. */
    public void mute() {
        layer.timers().after(layer.values().timeout(), this::terminate);
    }

    /** Whether a final response was sent. */
    public boolean answered() {
        return state != State.PROCEEDING;
    }

    /** What to do when a CANCEL comes for this INVITE before its final response. */
    public void whenCancelled(Runnable action) {
        onCancel = action;
    }

    /** Passes a CANCEL on (9.2); too late after the final response. */
    public void cancel() {
        if (state == State.PROCEEDING) {
            onCancel.run();
        }
    }

    State state() {
        return state;
    }

    String key() {
        return key;
    }

    /** Sends a response; after the final one only further 2xx to an INVITE still go out. */
    public void respond(SipResponse response) {
        boolean repeated2xx = state == State.ACCEPTED && response.success();
        if (state != State.PROCEEDING && !repeated2xx) {
            return;
        }
        last = response;
        layer.wire().send(replyFlow, response);
        if (!response.provisional() && state == State.PROCEEDING) {
            finished(response);
        }
    }

    private void finished(SipResponse response) {
        Timers timers = layer.timers();
        TimerValues values = layer.values();
        if (!request.is("INVITE")) {
            state = State.COMPLETED;
            timers.after(replyFlow.transport().reliable() ? Duration.ZERO : values.timeout(), this::terminate);
        } else if (response.success()) {
            state = State.ACCEPTED;
            timers.after(values.timeout(), this::terminate);
        } else {
            state = State.COMPLETED;
            timers.after(values.timeout(), this::noAck);
            if (!replyFlow.transport().reliable()) {
                retransmitAfter(values.t1());
            }
        }
    }

    private void retransmitAfter(Duration interval) {
        retransmit = layer.timers().after(interval, () -> {
            resend();
            retransmitAfter(layer.values().doubled(interval));
        });
    }

    private void resend() {
        if (last != null) {
            layer.wire().send(replyFlow, last);
        }
    }

    private void noAck() {
        if (state == State.COMPLETED) {
            terminate();
            layer.user().unacknowledged(this);
        }
    }

    /** The request once more. An accepted INVITE is not answered again here: its 2xx come from the far end. */
    void retransmitted() {
        if (state == State.PROCEEDING || state == State.COMPLETED) {
            resend();
        }
    }

    void acknowledged() {
        if (state != State.COMPLETED) {
            return;
        }
        state = State.CONFIRMED;
        stopRetransmitting();
        boolean reliable = replyFlow.transport().reliable();
        layer.timers().after(reliable ? Duration.ZERO : layer.values().t4(), this::terminate);
    }

    private void stopRetransmitting() {
        if (retransmit != null) {
            retransmit.cancel();
        }
    }

    private void terminate() {
        state = State.TERMINATED;
        stopRetransmitting();
        layer.remove(this);
    }
}
