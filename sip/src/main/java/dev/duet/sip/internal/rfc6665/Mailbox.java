package dev.duet.sip.internal.rfc6665;

import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3842.MessageSummaries;
import dev.duet.sip.internal.rfc3842.SummaryException;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.spi.LinkListener;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for the user at the server (RFC 3842): asked for, or told by itself. On the loop. */
public final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final UserAgent agent;
    private final LinkListener listener;
    private final Subscription subscription;
    private boolean refused;

    /** Nothing is asked yet. */
    public Mailbox(UserAgent agent, LinkListener listener) {
        this.agent = agent;
        this.listener = listener;
        this.subscription = new Subscription(
                agent, agent.self().uri(), MessageSummaries.EVENT, MessageSummaries.MEDIA_TYPE, new Told());
    }

    /** The server is there. */
    public void online() {
        if (agent.config().messageSummary() && !refused) {
            subscription.begin();
        }
    }

    /** The server is not there any more. */
    public void offline() {
        subscription.suspend();
    }

    /** The user signs out: what the server did not want before, it may want the next time. */
    public void leaving() {
        subscription.end();
        refused = false;
    }

    /**
     * Takes a NOTIFY of no subscription, as many telephone systems send it.
     *
     * @param trusted true when the account's own server sent it, whose word counts
     */
    public void unsolicited(IncomingRequest notify, boolean trusted) {
        Request request = notify.request();
        if (!trusted || !MessageSummaries.EVENT.equals(Subscription.event(request))) {
            notify.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        byte[] body = request.getRawContent();
        if (body == null || body.length == 0) {
            notify.reply(Response.OK);
        } else if (!Subscription.mediaType(request).equals(MessageSummaries.MEDIA_TYPE)) {
            notify.reply(Response.UNSUPPORTED_MEDIA_TYPE, "Accept", MessageSummaries.MEDIA_TYPE);
        } else {
            try {
                tell(body);
                notify.reply(Response.OK);
            } catch (SummaryException e) {
                LOG.info("A message summary for {} has {}", agent.self(), e.getMessage());
                notify.reply(Response.BAD_REQUEST);
            }
        }
    }

    private void tell(byte[] body) throws SummaryException {
        listener.messageSummary(agent.self(), MessageSummaries.parse(body));
    }

    private final class Told implements Subscription.Listener {

        @Override
        public void accepted() {}

        @Override
        public void notified(byte[] body) throws SummaryException {
            if (body.length > 0) {
                tell(body);
            }
        }

        /** What waited is likely to wait still. */
        @Override
        public void gone() {}

        @Override
        public void refused(Failure failure) {
            LOG.debug("What waits for {} is not told: {}", agent.self(), failure.message());
            refused |= failure.retry() == Failure.Retry.NEVER;
        }
    }
}
