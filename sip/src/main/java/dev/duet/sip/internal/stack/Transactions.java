package dev.duet.sip.internal.stack;

import dev.duet.model.SipLimits;
import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import java.util.HashMap;
import java.util.Map;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of one runtime, over all its wires. On the loop. */
public final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final JainSipStack stack;
    private final Handler handler;
    private final Events events = new Events();
    private final Map<SipProvider, Port> ports = new HashMap<>();

    /** Without a wire yet. */
    public Transactions(Loop loop, Traces traces, Handler handler) {
        this.stack = JainSipStack.create(loop, traces);
        this.handler = handler;
    }

    /** Uses a wire that is open, with the limits that hold unless told otherwise. */
    public Port attach(Wire wire) {
        return attach(wire, SipLimits.DEFAULTS);
    }

    /** Uses a wire that is open. */
    public Port attach(Wire wire, SipLimits limits) {
        Port port = stack.attach(wire, limits, events, handler);
        ports.put(port.provider(), port);
        return port;
    }

    /** Lets go of a wire. Its transactions time out silently. */
    public void detach(Port port) {
        if (ports.remove(port.provider()) != null) {
            stack.detach(port);
        }
    }

    /** Ends all transactions. */
    public void end() {
        ports.clear();
        stack.end();
    }

    /** What belongs to no transaction of ours. On the loop. */
    public interface Handler {

        /** A new request, or the ACK to a 2xx. */
        void request(IncomingRequest request);

        /** True for a request of a dialog of ours: it may come from anywhere. */
        default boolean isOfDialog(Request request) {
            return false;
        }

        /** A response whose transaction is over: a 2xx to INVITE again, or of another branch. */
        void stray(Response response);
    }

    private final class Events implements SipListener {

        @Override
        public void processRequest(RequestEvent event) {} // none comes to JAIN-SIP: see ServerTransactions

        @Override
        public void processResponse(ResponseEvent event) {
            try {
                ClientTransaction transaction = event.getClientTransaction();
                if (transaction != null && transaction.getApplicationData() instanceof ResponseListener listener) {
                    listener.response(event.getResponse());
                } else {
                    handler.stray(event.getResponse());
                }
            } catch (RuntimeException e) {
                LOG.warn("Handling a response failed", e);
            }
        }

        @Override
        public void processTimeout(TimeoutEvent event) {
            if (!event.isServerTransaction()
                    && event.getClientTransaction().getApplicationData() instanceof ResponseListener listener) {
                listener.timedOut();
            }
        }

        @Override
        public void processIOException(IOExceptionEvent event) {}

        @Override
        public void processTransactionTerminated(TransactionTerminatedEvent event) {}

        @Override
        public void processDialogTerminated(DialogTerminatedEvent event) {}
    }
}
