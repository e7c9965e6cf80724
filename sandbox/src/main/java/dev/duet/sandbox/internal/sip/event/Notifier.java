package dev.duet.sandbox.internal.sip.event;

import dev.duet.sandbox.internal.sip.event.Publications.Topic;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.message.Via;
import dev.duet.sandbox.internal.sip.transaction.ClientListener;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Timers;
import java.util.Optional;

/** What a subscription needs of the server around it. */
interface Notifier {

    Timers timers();

    /** The state to be told; version counts the documents of one subscription from 0. */
    byte[] document(Topic topic, long version);

    Via via(Flow way);

    String contact(Flow way);

    Optional<Flow> hop(Optional<SipUri> uri);

    void send(SipRequest notify, Flow way, ClientListener listener);

    void ended(Subscription subscription);
}
