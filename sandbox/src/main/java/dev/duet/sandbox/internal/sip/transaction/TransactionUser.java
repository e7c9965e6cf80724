package dev.duet.sandbox.internal.sip.transaction;

import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.transport.Flow;
import java.util.Optional;

/** What the transactions tell the core. */
public interface TransactionUser {

    /** A new request other than ACK and CANCEL; it must be answered in the end. */
    void request(ServerTransaction transaction);

    /** A CANCEL, with the INVITE it belongs to if that is still known. */
    void cancel(ServerTransaction cancel, Optional<ServerTransaction> invite);

    /** An ACK that no transaction waits for: that of a 2xx. */
    void ack(SipRequest ack, Flow flow);

    /** A response that no transaction waits for. */
    void stray(SipResponse response, Flow flow);

    /** A response that belongs to a request of ours, before it is acted on. */
    void matched(SipRequest request, SipResponse response, Flow flow);

    /** A final answer to an INVITE that was never acknowledged. */
    void unacknowledged(ServerTransaction transaction);
}
