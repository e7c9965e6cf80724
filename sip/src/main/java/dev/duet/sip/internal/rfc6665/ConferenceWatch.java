package dev.duet.sip.internal.rfc6665;

import dev.duet.model.Conference;
import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc4575.ConferenceInfo;
import dev.duet.sip.internal.xml.XmlException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who takes part in a conference, as it tells (RFC 4575). On the loop. */
public final class ConferenceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ConferenceWatch.class);

    private final String uri;
    private final Consumer<Conference> listener;
    private final ConferenceInfo info = new ConferenceInfo();
    private final Subscription subscription;
    private boolean refused;

    /**
     * Nothing is asked yet.
     *
     * @param uri the conference's
     * @param listener what is told, and that what was told holds no more
     */
    public ConferenceWatch(UserAgent agent, String uri, Consumer<Conference> listener) {
        this.uri = uri;
        this.listener = listener;
        this.subscription = new Subscription(agent, uri, ConferenceInfo.EVENT, ConferenceInfo.MEDIA_TYPE, new Told());
    }

    /** Asks, or asks anew; whoever refused is left in peace. */
    public void begin() {
        if (!refused) {
            forget();
            subscription.begin();
        }
    }

    /** Nobody wants to know any more. */
    public void end() {
        subscription.end();
    }

    private void forget() {
        Conference before = info.conference();
        info.reset();
        if (!before.equals(info.conference())) {
            listener.accept(info.conference());
        }
    }

    private final class Told implements Subscription.Listener {

        @Override
        public void accepted() {}

        @Override
        public void notified(byte[] body) throws XmlException {
            if (body.length == 0) {
                return;
            }
            if (info.take(body)) {
                listener.accept(info.conference());
            } else {
                subscription.refetch();
            }
        }

        @Override
        public void gone() {
            forget();
        }

        @Override
        public void refused(Failure failure) {
            LOG.debug("Who takes part in {} is not told: {}", uri, failure.message());
            refused |= failure.retry() == Failure.Retry.NEVER;
        }
    }
}
