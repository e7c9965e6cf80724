package dev.duet.sandbox.internal.xmpp.net;

import dev.duet.sandbox.internal.xmpp.sasl.ChannelBinding;
import dev.duet.sandbox.internal.xmpp.sasl.SaslMechanism;
import dev.duet.sandbox.internal.xmpp.sasl.TokenStore;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.session.Outlet;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.StreamException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What stands behind the streams. Called from their reading threads. */
public interface StreamHost {

    /** A fresh exchange of that mechanism, which is one of those in the settings. */
    SaslMechanism mechanism(String name, ChannelBinding channel);

    /** The tokens of all users (XEP-0484). */
    TokenStore tokens();

    /** The answer to an IQ that makes an account (XEP-0077); empty when it is about something else. */
    Optional<Element> register(Element iq);

    /** The outcome of resource binding (RFC 6120 7): the refusal says nothing when there is a session. */
    record Binding(@Nullable ClientSession session, StanzaCondition refusal) {}

    /**
     * Binds a resource, one of the server's making when the client names none.
     *
     * @param bound told of the session before anything else is sent to it
     */
    Binding bind(String user, @Nullable String resource, Outlet outlet, Consumer<ClientSession> bound);

    /** The session that the client may resume by that id (XEP-0198), null if there is none. */
    @Nullable
    ClientSession resumable(String user, String id);

    /** Takes a stanza of a bound client. */
    void received(ClientSession session, Element stanza) throws StreamException;

    /** The client is gone; called once for every session. */
    void ended(ClientSession session);
}
