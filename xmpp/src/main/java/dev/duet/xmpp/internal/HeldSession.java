package dev.duet.xmpp.internal;

import dev.duet.model.Failure;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6121.Ledger;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.xep0198.Intake.Taken;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0198.Uplink;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session and its way to the server: it is held when it loses its stream, if the server lets it be resumed. */
@OnLoop
final class HeldSession {

    private final Uplink uplink;
    private final Session session;
    private Loop.@Nullable Timer expiry;
    private boolean expired;

    HeldSession(Uplink uplink, Session session) {
        this.uplink = uplink;
        this.session = session;
    }

    Uplink uplink() {
        return uplink;
    }

    Session session() {
        return session;
    }

    /** Takes what came on the stream. */
    void take(Xml element) {
        Taken stanza = uplink.take(element);
        if (stanza != null) {
            session.take(element, stanza);
        }
    }

    /** The server has a stanza of ours; what it says of the session before is said before there is the next. */
    static void arrived(@Nullable HeldSession now, Xml stanza, Ledger ledger, LinkListener listener) {
        if (now == null) {
            Messages.arrived(stanza, ledger, listener);
        } else {
            now.session.arrived(stanza);
        }
    }

    /** The stream is lost. From the first loss on the server counts the time. */
    void suspend(Loop loop, Runnable then) {
        uplink.detach();
        session.suspend();
        if (expiry == null) {
            expiry = loop.schedule(uplink.max(), () -> {
                expired = true;
                then.run();
            });
        }
    }

    /** True when the server has most likely forgotten it. */
    boolean isExpired() {
        return expired;
    }

    /**
     * There is a new stream.
     *
     * @return false when the server tells nonsense of what it has
     */
    boolean resume(Outbox stream, Management management) {
        stopClock();
        expired = false;
        return uplink.resume(stream, management);
    }

    /**
     * It is over.
     *
     * @param handledByServer how many stanzas the server had; -1 when it did not say
     * @return what the server may not have of what must not be lost, in order
     */
    List<Xml> end(Failure failure, long handledByServer) {
        stopClock();
        session.end(failure);
        return uplink.end(handledByServer).stream().filter(Messages::lasts).toList();
    }

    private void stopClock() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }
}
