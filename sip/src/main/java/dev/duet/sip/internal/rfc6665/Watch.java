package dev.duet.sip.internal.rfc6665;

import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Failure;
import dev.duet.model.PresenceFragment;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3863.DialogInfo;
import dev.duet.sip.internal.rfc3863.Pidf;
import dev.duet.sip.internal.xml.XmlException;
import dev.duet.spi.LinkListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one person: their presence, and whether they are on the phone. On the loop. */
final class Watch {

    private final Address.Sip contact;
    private final LinkListener listener;
    private final Subscription presence;
    private final Subscription dialogs;
    private final DialogInfo dialogInfo = new DialogInfo();
    private final Set<PresenceFragment.Source> told = new HashSet<>();
    private boolean dialogsTold;
    private int refusals;
    private @Nullable Long operation;

    Watch(UserAgent agent, Address.Sip contact, long operation, LinkListener listener) {
        this.contact = contact;
        this.operation = operation;
        this.listener = listener;
        String target = contact.uri();
        this.presence = new Subscription(agent, target, "presence", Pidf.MEDIA_TYPE, new OfPresence());
        this.dialogs = new Subscription(agent, target, "dialog", DialogInfo.MEDIA_TYPE, new OfDialogs());
    }

    void begin() {
        refusals = 0;
        dialogInfo.reset();
        presence.begin();
        dialogs.begin();
    }

    /** The server is gone: nothing that it told holds. */
    void suspend() {
        presence.suspend();
        dialogs.suspend();
        forgetPresence();
        forgetDialogs();
    }

    void end() {
        presence.end();
        dialogs.end();
        forgetPresence();
        forgetDialogs();
        if (operation != null) {
            listener.failed(
                    operation,
                    Failure.of(Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "Not watched any more"));
            operation = null;
        }
    }

    private void accepted() {
        if (operation != null) {
            listener.completed(operation);
            operation = null;
        }
    }

    /** Only when the server wants neither of the two has the wish failed. */
    private void refused(Failure failure) {
        refusals++;
        if (operation != null && refusals >= 2) {
            listener.failed(operation, failure);
            operation = null;
        }
    }

    private void forgetPresence() {
        told.forEach(source -> listener.presenceGone(contact, source));
        told.clear();
    }

    private void forgetDialogs() {
        dialogInfo.reset();
        if (dialogsTold) {
            dialogsTold = false;
            listener.presenceGone(contact, DialogInfo.source(contact));
        }
    }

    private final class OfPresence implements Subscription.Listener {

        @Override
        public void accepted() {
            Watch.this.accepted();
        }

        @Override
        public void notified(byte[] body) throws XmlException {
            List<PresenceFragment> parsed = body.length == 0 ? List.of() : Pidf.parse(body, contact);
            List<PresenceFragment> fragments = parsed.isEmpty() ? List.of(nothing()) : parsed;
            Set<PresenceFragment.Source> gone = new HashSet<>(told);
            told.clear();
            for (PresenceFragment fragment : fragments) {
                told.add(fragment.source());
                gone.remove(fragment.source());
                listener.presence(fragment);
            }
            gone.forEach(source -> listener.presenceGone(contact, source));
        }

        /** No device publishes (RFC 3856 6.8): a server says so, which is more than silence. */
        private PresenceFragment nothing() {
            return new PresenceFragment(
                    new PresenceFragment.Source(PresenceFragment.Kind.PIDF_TUPLE, contact.uri()),
                    contact,
                    Availability.OFFLINE,
                    Set.of(),
                    "",
                    0,
                    null);
        }

        @Override
        public void gone() {
            forgetPresence();
        }

        @Override
        public void refused(Failure failure) {
            Watch.this.refused(failure);
        }
    }

    private final class OfDialogs implements Subscription.Listener {

        @Override
        public void accepted() {
            Watch.this.accepted();
        }

        @Override
        public void notified(byte[] body) throws XmlException {
            if (body.length == 0) {
                return;
            }
            if (!dialogInfo.take(body)) {
                dialogs.refetch();
            }
            dialogsTold = true;
            listener.presence(dialogInfo.fragment(contact));
        }

        @Override
        public void gone() {
            forgetDialogs();
        }

        @Override
        public void refused(Failure failure) {
            Watch.this.refused(failure);
        }
    }
}
