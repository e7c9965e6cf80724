package dev.duet.sip.internal.rfc6665;

import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3842.SummaryException;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.sip.internal.stack.Tokens;
import dev.duet.sip.internal.xml.XmlException;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription, refreshed, and begun again when it ends. On the loop. */
final class Subscription implements DialogTable.User {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final Duration WANTED = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final UserAgent agent;
    private final String target;
    private final String event;
    private final String mediaType;
    private final Listener listener;
    private Duration wanted = WANTED;
    private String callId = "";
    private String tag = "";
    private long sequence;
    private @Nullable Dialog dialog;
    private long notified = -1;
    private Loop.@Nullable Timer timer;
    private boolean wish;

    /**
     * Not begun yet.
     *
     * @param mediaType what it reads; empty for whatever comes
     */
    Subscription(UserAgent agent, String target, String event, String mediaType, Listener listener) {
        this.agent = agent;
        this.target = target;
        this.event = event;
        this.mediaType = mediaType;
        this.listener = listener;
    }

    /** Begins it, or begins it anew. */
    void begin() {
        wish = true;
        forget();
        callId = RequestBuilder.newCallId();
        tag = Tokens.random(10);
        sequence = 1;
        notified = -1;
        agent.dialogs().put(callId, tag, this);
        RequestBuilder request = agent.outside(Request.SUBSCRIBE, target)
                .from(agent.self().uri(), "", tag)
                .to(target, null)
                .callId(callId)
                .sequence(sequence);
        send(request, wanted);
    }

    /** Ends it on the wire, too. */
    void end() {
        wish = false;
        Dialog current = dialog;
        if (current != null) {
            stopTimer();
            dialog = null;
            Request request = complete(current.request(Request.SUBSCRIBE), Duration.ZERO);
            DialogTable.User self = this;
            String oldCall = callId;
            String oldTag = tag;
            agent.send(current, request, new Silent());
            agent.loop().schedule(Duration.ofSeconds(32), () -> agent.dialogs().remove(oldCall, oldTag, self));
        } else {
            forget();
        }
    }

    /** Ends it here: the server is gone. */
    void suspend() {
        wish = false;
        forget();
    }

    private void forget() {
        stopTimer();
        dialog = null;
        agent.dialogs().remove(callId, tag, this);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void beginAfter(Duration pause) {
        forget();
        timer = agent.loop().schedule(pause, () -> {
            if (wish) {
                begin();
            }
        });
    }

    private void refresh() {
        Dialog current = dialog;
        if (current != null && wish) {
            send(current.request(Request.SUBSCRIBE), wanted);
        }
    }

    private Request complete(RequestBuilder request, Duration expires) {
        if (!mediaType.isEmpty()) {
            request.header("Accept", mediaType);
        }
        return request.header("Event", event)
                .header("Contact", agent.contact())
                .header("Expires", Long.toString(expires.toSeconds()))
                .build();
    }

    private void send(RequestBuilder builder, Duration expires) {
        Request request = complete(builder, expires);
        Dialog current = dialog;
        String asked = callId;
        agent.send(request, () -> current == null ? ++sequence : current.nextSequence(), new Outcome() {
            @Override
            public void done(Response response) {
                if (wish && asked.equals(callId)) {
                    answered(request, response);
                }
            }

            @Override
            public void failed(Failure failure) {
                if (wish && asked.equals(callId)) {
                    listener.gone();
                    beginAfter(PAUSE);
                }
            }
        });
    }

    private void answered(Request request, Response response) {
        int status = response.getStatusCode();
        if (status / 100 == 2) {
            if (dialog == null) {
                dialog = Dialog.of(request, response);
            } else {
                dialog.refreshTarget(response);
            }
            ExpiresHeader expires = (ExpiresHeader) response.getHeader(ExpiresHeader.NAME);
            long seconds = expires == null ? wanted.toSeconds() : expires.getExpires();
            stopTimer();
            Duration ahead = Duration.ofSeconds(Math.max(2, seconds - Math.min(seconds / 4, 60)));
            timer = agent.loop().schedule(ahead, dialog == null ? this::begin : this::refresh);
            listener.accepted();
            return;
        }
        MinExpiresHeader least = (MinExpiresHeader) response.getHeader(MinExpiresHeader.NAME);
        Duration longer = least == null ? Duration.ZERO : Duration.ofSeconds(least.getExpires());
        if (status == Response.INTERVAL_TOO_BRIEF && longer.compareTo(wanted) > 0 && longer.compareTo(LONGEST) <= 0) {
            wanted = longer;
            begin();
        } else if (dialog != null) {
            listener.gone();
            beginAfter(Duration.ofSeconds(1)); // RFC 6665 4.1.2.2: the subscription is over
        } else {
            refused(StatusFailures.of(Request.SUBSCRIBE, response));
        }
    }

    private void refused(Failure failure) {
        listener.gone();
        listener.refused(failure);
        if (failure.retry() == Failure.Retry.NEVER) {
            wish = false;
            forget();
        } else {
            beginAfter(PAUSE);
        }
    }

    @Override
    public void request(IncomingRequest incoming) {
        Request request = incoming.request();
        if (!incoming.method().equals(Request.NOTIFY)) {
            incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        Dialog.Id id = Dialog.idOf(request);
        if (dialog != null && !dialog.id().equals(id)) {
            incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST); // of another branch, which nobody asked for
            return;
        }
        if (!event.equals(event(request))) {
            incoming.reply(Response.BAD_EVENT);
            return;
        }
        long number = Dialog.sequence(request);
        if (number <= notified) {
            incoming.reply(Response.SERVER_INTERNAL_ERROR);
            return;
        }
        notified = number;
        String header = Sip.value(request, "Subscription-State");
        Optional<SubscriptionState> state = header == null ? Optional.empty() : SubscriptionState.parse(header);
        if (state.isEmpty()) {
            incoming.reply(Response.BAD_REQUEST);
        } else {
            notified(incoming, state.get());
        }
    }

    private void notified(IncomingRequest incoming, SubscriptionState state) {
        byte[] body = incoming.request().getRawContent();
        boolean hasBody = body != null && body.length > 0;
        if (hasBody && !mediaType.isEmpty() && !mediaType.equals(mediaType(incoming.request()))) {
            incoming.reply(Response.UNSUPPORTED_MEDIA_TYPE, "Accept", mediaType);
            return;
        }
        try {
            if (!state.terminated() && wish) {
                listener.notified(incoming.request(), hasBody ? body : new byte[0]);
            }
            incoming.reply(Response.OK);
        } catch (XmlException | SummaryException e) {
            LOG.info("A notification about {} is {}", target, e.getMessage());
            incoming.reply(Response.BAD_REQUEST);
            return;
        }
        if (state.terminated()) {
            terminated(state);
        }
    }

    private void terminated(SubscriptionState state) {
        if (!wish) {
            forget();
            return;
        }
        listener.gone();
        if (state.isFinal()) {
            wish = false;
            forget();
            listener.refused(Failure.of(
                    Failure.Kind.REFUSED,
                    Failure.Origin.PEER,
                    Failure.Retry.NEVER,
                    "The subscription to " + target + " was ended: " + state.reason()));
        } else {
            beginAfter(state.pause());
        }
    }

    /** A whole state is wanted, since a part was missed (RFC 4235 4.3). */
    void refetch() {
        if (timer != null && dialog != null) {
            refresh();
        }
    }

    /** The event package that a request is about, in lower case; empty when that is not told. */
    static String event(Request request) {
        String about = Sip.value(request, "Event");
        return about == null ? "" : about.toLowerCase(Locale.ROOT).split("[;\\s]", 2)[0];
    }

    /** What the body is; empty when that is not told. */
    static String mediaType(Request request) {
        ContentTypeHeader type = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
        return type == null ? "" : (type.getContentType() + "/" + type.getContentSubType()).toLowerCase(Locale.ROOT);
    }

    /** What becomes of a subscription. On the loop. */
    interface Listener {

        /** The server takes it, for the first time or again. */
        void accepted();

        /** A state came; an empty one tells nothing. */
        void notified(byte[] body) throws XmlException, SummaryException;

        /** The same, by that request. */
        default void notified(Request request, byte[] body) throws XmlException, SummaryException {
            notified(body);
        }

        /** What was told before does not hold any more. */
        void gone();

        /** The server does not want it. */
        void refused(Failure failure);
    }

    private static final class Silent implements Outcome {
        @Override
        public void done(Response response) {}

        @Override
        public void failed(Failure failure) {}
    }
}
