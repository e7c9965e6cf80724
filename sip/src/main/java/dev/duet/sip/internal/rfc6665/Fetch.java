package dev.duet.sip.internal.rfc6665;

import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Tokens;
import dev.duet.spi.Loop;
import java.time.Duration;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Asks once for a state: a SUBSCRIBE that lasts no time, and the NOTIFY that follows (RFC 6665 4.4.3). On the loop. */
public final class Fetch implements DialogTable.User {

    /** How long the state is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long what comes late or again is still answered. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(32);

    private final UserAgent agent;
    private final String target;
    private final String event;
    private final String mediaType;
    private final Listener listener;
    private final String callId = RequestBuilder.newCallId();
    private final String tag = Tokens.random(10);
    private Loop.@Nullable Timer timer;
    private boolean over;

    /** Not asked yet. */
    public Fetch(UserAgent agent, String target, String event, String mediaType, Listener listener) {
        this.agent = agent;
        this.target = target;
        this.event = event;
        this.mediaType = mediaType;
        this.listener = listener;
    }

    /** Asks. */
    public void begin() {
        agent.dialogs().put(callId, tag, this);
        timer = agent.loop().schedule(PATIENCE, () -> fail(StatusFailures.timeout(Request.NOTIFY)));
        Request subscribe = agent.outside(Request.SUBSCRIBE, target)
                .from(agent.self().uri(), "", tag)
                .to(target, null)
                .callId(callId)
                .sequence(1)
                .header("Event", event)
                .header("Accept", mediaType)
                .header("Contact", agent.contact())
                .header("Expires", "0")
                .build();
        agent.send(subscribe, new Outcome() {
            @Override
            public void done(Response response) {
                if (response.getStatusCode() / 100 != 2) {
                    fail(StatusFailures.of(Request.SUBSCRIBE, response));
                }
            }

            @Override
            public void failed(Failure failure) {
                fail(failure);
            }
        });
    }

    /** Nobody wants to know any more. */
    public void cancel() {
        finish();
    }

    @Override
    public void request(IncomingRequest incoming) {
        Request notify = incoming.request();
        byte[] body = notify.getRawContent();
        boolean hasBody = body != null && body.length > 0;
        if (!incoming.method().equals(Request.NOTIFY)) {
            incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (!event.equals(Subscription.event(notify))) {
            incoming.reply(Response.BAD_EVENT);
        } else if (hasBody && !isWanted(notify)) {
            incoming.reply(Response.UNSUPPORTED_MEDIA_TYPE, "Accept", mediaType);
        } else {
            incoming.reply(Response.OK);
            if (!over) {
                finish();
                listener.told(hasBody ? body : new byte[0]);
            }
        }
    }

    private boolean isWanted(Request notify) {
        return notify.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                && mediaType.equalsIgnoreCase(type.getContentType() + "/" + type.getContentSubType());
    }

    private void fail(Failure failure) {
        if (!over) {
            finish();
            listener.failed(failure);
        }
    }

    private void finish() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
        agent.loop().schedule(AFTERWARDS, () -> agent.dialogs().remove(callId, tag, this));
    }

    /** What comes of it. Once, on the loop. */
    public interface Listener {

        /** The state; empty when there is none. */
        void told(byte[] body);

        /** It is not told. */
        void failed(Failure failure);
    }
}
