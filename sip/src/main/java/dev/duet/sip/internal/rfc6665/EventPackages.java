package dev.duet.sip.internal.rfc6665;

import dev.duet.model.Address;
import dev.duet.model.EventNotice;
import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3842.MessageSummaries;
import dev.duet.sip.internal.rfc3842.SummaryException;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.EventLink;
import dev.duet.spi.LinkListener;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application subscribed to beside presence. On the loop. */
public final class EventPackages implements EventLink {

    private static final Logger LOG = LoggerFactory.getLogger(EventPackages.class);

    private final UserAgent agent;
    private final LinkListener facts;
    private final Set<One> all = new LinkedHashSet<>();
    private boolean online;

    /** Nothing yet. */
    public EventPackages(UserAgent agent, LinkListener facts) {
        this.agent = agent;
        this.facts = facts;
    }

    @Override
    public Watched subscribe(String event, Address target, Listener listener) {
        if (!(target instanceof Address.Sip sip)) {
            agent.loop()
                    .execute(() -> listener.ended(Failure.of(
                            Failure.Kind.UNSUPPORTED,
                            Failure.Origin.LOCAL,
                            Failure.Retry.NEVER,
                            "Only SIP addresses have event packages, unlike " + target)));
            return () -> {};
        }
        One one = new One(event, sip, listener);
        all.add(one);
        if (online) {
            one.subscription.begin();
        }
        return one;
    }

    /** The server is there. */
    public void online() {
        online = true;
        Set.copyOf(all).forEach(one -> one.subscription.begin());
    }

    /** The server is not there any more. */
    public void offline() {
        online = false;
        all.forEach(one -> one.subscription.suspend());
    }

    private final class One implements Subscription.Listener, Watched {
        private final String event;
        private final Address.Sip target;
        private final Listener listener;
        private final Subscription subscription;
        private boolean taken;

        One(String event, Address.Sip target, Listener listener) {
            this.event = event;
            this.target = target;
            this.listener = listener;
            this.subscription = new Subscription(agent, target.uri(), event, "", this);
        }

        @Override
        public void end() {
            if (all.remove(this)) {
                subscription.end();
            }
        }

        @Override
        public void accepted() {
            if (all.contains(this)) {
                taken = true;
                listener.accepted();
            }
        }

        @Override
        public void notified(byte[] body) {} // the other one is

        @Override
        public void notified(Request request, byte[] body) {
            String header = Sip.value(request, "Subscription-State");
            String state =
                    header == null ? "" : header.strip().split("[;\\s]", 2)[0].toLowerCase(Locale.ROOT);
            String type = body.length == 0 ? "" : Subscription.mediaType(request);
            listener.notified(new EventNotice(event, target, state, type, new String(body, StandardCharsets.UTF_8)));
            if (event.equals(MessageSummaries.EVENT) && type.equals(MessageSummaries.MEDIA_TYPE)) {
                summary(body);
            }
        }

        /** It was told as it came, too. */
        private void summary(byte[] body) {
            try {
                facts.messageSummary(target, MessageSummaries.parse(body));
            } catch (SummaryException e) {
                LOG.info("A message summary of {} has {}", target, e.getMessage());
            }
        }

        @Override
        public void gone() {}

        /** One that was taken before is tried again, unless that is of no use. */
        @Override
        public void refused(Failure failure) {
            if (all.contains(this) && (!taken || failure.retry() == Failure.Retry.NEVER)) {
                all.remove(this);
                subscription.suspend();
                listener.ended(failure);
            }
        }
    }
}
