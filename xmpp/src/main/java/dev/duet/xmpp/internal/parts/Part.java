package dev.duet.xmpp.internal.parts;

import dev.duet.model.Address;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/** A part of a session. It is offered what comes in, and takes what it understands. */
@OnLoop
public interface Part {

    /** What the server can do is known. */
    default void server(DiscoInfo info) {}

    /** What the user's account at the server can do is known. */
    default void account(DiscoInfo info) {}

    /**
     * A request of type set, with one child and an id.
     *
     * @return the answer; null when it is somebody else's
     */
    default @Nullable Xml request(Xml iq, Xml payload) {
        return null;
    }

    /**
     * A request of type get, with one child and an id.
     *
     * @return the answer; null when it is somebody else's
     */
    default @Nullable Xml query(Xml iq, Xml payload) {
        return null;
    }

    /** A message that is no copy, and no event of a node; nobody's if no sender is known. True when it is taken. */
    default boolean message(Address.@Nullable Xmpp from, Xml message) {
        return false;
    }

    /** Presence of any type but that of subscriptions. True when it is taken. */
    default boolean presence(Address.Xmpp from, Xml presence) {
        return false;
    }

    /** Something happened at a node of somebody's (XEP-0163), the user included. */
    default void event(Address.Xmpp from, String node, Xml items) {}

    /** The session is over. */
    default void end() {}
}
