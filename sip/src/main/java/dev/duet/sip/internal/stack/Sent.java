package dev.duet.sip.internal.stack;

import java.net.InetSocketAddress;
import javax.sip.ClientTransaction;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that was sent. On the loop. */
public final class Sent {

    private static final Logger LOG = LoggerFactory.getLogger(Sent.class);

    private final Port port;
    private final InetSocketAddress to;
    private final ClientTransaction transaction;

    Sent(Port port, InetSocketAddress to, ClientTransaction transaction) {
        this.port = port;
        this.to = to;
        this.transaction = transaction;
    }

    /** The request as it went. */
    public Request request() {
        return transaction.getRequest();
    }

    /**
     * Cancels an INVITE (RFC 3261 9.1); only after a provisional response.
     *
     * @param reason a Reason header's value (RFC 3326); empty for none
     */
    public void cancel(String reason) {
        try {
            Request cancel = transaction.createCancel();
            if (!reason.isEmpty()) {
                cancel.setHeader(Sip.header("Reason", reason));
            }
            port.send(cancel, to, new Ignored());
        } catch (SipException e) {
            LOG.debug("Cannot cancel: {}", e.toString());
        }
    }

    /** Waits for no answer any more. */
    public void abandon() {
        try {
            transaction.terminate();
        } catch (ObjectInUseException e) {
            LOG.debug("Cannot abandon: {}", e.toString());
        }
    }

    private static final class Ignored implements ResponseListener {
        @Override
        public void response(javax.sip.message.Response response) {}

        @Override
        public void timedOut() {}
    }
}
