package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import org.jspecify.annotations.Nullable;

/** What a session wants to be done. */
sealed interface JingleEffect {

    /** Answer the request that is being looked at; null for a result. */
    record Reply(@Nullable JingleError error) implements JingleEffect {}

    /** Send a request to the other side; its outcome comes back with that purpose. */
    record Request(Jingle jingle, Purpose purpose) implements JingleEffect {}

    /** Send a message. */
    record Say(CallMessage message, Address.Xmpp to) implements JingleEffect {}

    /** Tell a fact. */
    record Tell(Fact fact) implements JingleEffect {}

    /** What a request is for. */
    enum Purpose {
        /** Begins the session. */
        INITIATE,
        /** Accepts it. */
        ACCEPT,
        /** Changes who sends. */
        MODIFY,
        /** Tells of hold or its end. */
        HOLD,
        /** Begins ICE anew. */
        RESTART,
        /** Tells something that nothing depends on. */
        INFO,
        /** Asks whether the other side still has the session. */
        PING,
        /** Ends the session. */
        TERMINATE
    }
}
