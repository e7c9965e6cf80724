package dev.duet.sandbox.internal.sip.event;

import dev.duet.sandbox.internal.sip.event.Publications.Topic;
import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.NameAddr;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.message.Via;
import dev.duet.sandbox.internal.sip.transaction.ClientListener;
import dev.duet.sandbox.internal.sip.transaction.ServerTransaction;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Timers.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The notifier's side of one subscription (RFC 6665 4.2) and its dialog. */
final class Subscription {

    private static final byte[] NO_BODY = new byte[0];

    private record Pending(String state, byte[] body) {}

    private final Notifier notifier;
    private final Topic topic;
    private final String event;
    private final String callId;
    private final NameAddr local;
    private final NameAddr remote;
    private final List<String> routes;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private String remoteTarget;
    private Flow flow;
    private boolean natted;
    private long remoteCseq;
    private long localCseq;
    private long version;
    private boolean notifying;
    private boolean ended;
    private Instant expires = Instant.MIN;
    private @Nullable Timer expiry;

    Subscription(Notifier notifier, Topic topic, ServerTransaction transaction, String localTag) {
        SipRequest subscribe = transaction.request();
        this.notifier = notifier;
        this.topic = topic;
        this.event = subscribe.headers().get("Event").orElse("");
        this.callId = subscribe.callId();
        this.local = subscribe.to().withParam("tag", localTag);
        this.remote = subscribe.from();
        this.routes = subscribe.headers().all("Record-Route");
        this.remoteTarget = target(subscribe);
        this.flow = transaction.flow();
        this.natted = transaction.natted();
        this.remoteCseq = subscribe.cseq().number();
    }

    private static String target(SipRequest subscribe) {
        return NameAddr.parse(subscribe.headers().get("Contact").orElse("")).uri();
    }

    /** Call-ID, our tag and theirs: what names the dialog (RFC 3261 12). */
    static String dialogId(String callId, String localTag, String remoteTag) {
        return callId + '|' + localTag + '|' + remoteTag;
    }

    String id() {
        return dialogId(callId, local.tag().orElse(""), remote.tag().orElse(""));
    }

    Topic topic() {
        return topic;
    }

    String event() {
        return event;
    }

    boolean inOrder(SipRequest refresh) {
        return refresh.cseq().number() > remoteCseq;
    }

    /** Takes a SUBSCRIBE within the dialog, which may come by a new way. */
    void refreshed(ServerTransaction transaction) {
        SipRequest refresh = transaction.request();
        remoteCseq = refresh.cseq().number();
        remoteTarget = target(refresh);
        flow = transaction.flow();
        natted = transaction.natted();
    }

    void lasts(Duration duration) {
        stopExpiry();
        expires = notifier.timers().now().plus(duration);
        expiry = notifier.timers().after(duration, () -> end("timeout"));
    }

    private void stopExpiry() {
        if (expiry != null) {
            expiry.cancel();
        }
    }

    /** Tells the watcher the state of now. */
    void tell() {
        if (!ended) {
            long left = Math.max(
                    0,
                    Math.round(
                            Duration.between(notifier.timers().now(), expires).toMillis() / 1000.0));
            enqueue("active;expires=" + left);
        }
    }

    /** The last NOTIFY. */
    void end(String reason) {
        if (!ended) {
            ended = true;
            stopExpiry();
            enqueue("terminated;reason=" + reason);
            notifier.ended(this);
        }
    }

    private void enqueue(String state) {
        pending.add(new Pending(state, notifier.document(topic, version)));
        version++;
        sendNext();
    }

    /** One at a time, so that none overtakes another. */
    private void sendNext() {
        Pending next = notifying ? null : pending.poll();
        if (next == null) {
            return;
        }
        Optional<Flow> way = way();
        if (way.isEmpty()) {
            gone();
            return;
        }
        notifying = true;
        localCseq++;
        notifier.send(notify(next, way.get()), way.get(), new Answer());
    }

    private Optional<Flow> way() {
        if (!routes.isEmpty()) {
            return notifier.hop(NameAddr.parse(routes.get(0)).sipUri());
        }
        if ((natted || flow.transport().reliable()) && flow.open()) {
            return Optional.of(flow);
        }
        Optional<SipUri> uri = NameAddr.parse("<" + remoteTarget + ">").sipUri();
        return notifier.hop(uri).or(() -> Optional.of(flow).filter(Flow::open));
    }

    private SipRequest notify(Pending next, Flow way) {
        Via via = notifier.via(way);
        Headers headers = Headers.NONE
                .append("Via", via.toString())
                .append("Max-Forwards", "70")
                .appendAll("Route", routes)
                .append("From", local.toString())
                .append("To", remote.toString())
                .append("Call-ID", callId)
                .append("CSeq", localCseq + " NOTIFY")
                .append("Contact", notifier.contact(way))
                .append("Event", event)
                .append("Subscription-State", next.state());
        if (next.body().length > 0) {
            headers = headers.append("Content-Type", topic.eventPackage().contentType());
        }
        return new SipRequest("NOTIFY", remoteTarget, headers, next.body());
    }

    private void gone() {
        ended = true;
        stopExpiry();
        pending.clear();
        notifier.ended(this);
    }

    private final class Answer implements ClientListener {
        @Override
        public void response(SipResponse response) {
            if (response.provisional()) {
                return;
            }
            notifying = false;
            if (response.success()) {
                sendNext();
            } else {
                gone();
            }
        }

        @Override
        public void timeout() {
            gone();
        }

        @Override
        public void flowFailed() {
            gone();
        }
    }
}
