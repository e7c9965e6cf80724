package dev.duet.xmpp.internal.xep0352;

import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.stream.StreamFeatures;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/** Tells each stream of a link whether the user looks. What is said is no stanza, and not counted. */
@OnLoop
public final class ClientState {

    private boolean active = true;
    private @Nullable Outbox stream;

    /** Begins on a stream, which takes us for active (XEP-0352 5). */
    public void begin(Outbox newStream, StreamFeatures features) {
        stream = features.clientState() ? newStream : null;
        if (!active) {
            tell();
        }
    }

    /** The user looks, or no longer does. */
    public void active(boolean now) {
        if (active != now) {
            active = now;
            tell();
        }
    }

    private void tell() {
        if (stream != null) {
            stream.send(Xml.empty(active ? "active" : "inactive", StreamFeatures.CLIENT_STATE));
        }
    }
}
