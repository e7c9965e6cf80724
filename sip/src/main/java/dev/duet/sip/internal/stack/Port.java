package dev.duet.sip.internal.stack;

import dev.duet.model.SipConfig;
import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import gov.nist.javax.sip.message.MessageExt;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One wire with the transactions over it. On the loop, but for {@link #received}. */
public final class Port {

    private static final Logger LOG = LoggerFactory.getLogger(Port.class);

    /** 64 times T1 (RFC 3261 17.2.2). */
    private static final Duration REMEMBERED = Duration.ofSeconds(32);

    private final Loop loop;
    private final Wire wire;
    private final SipProvider provider;
    private final WireProcessor processor;
    private final Predicate<Request> dialogs;
    private final @Nullable Admission admission; // null for a stream, whose other end is the server that was chosen

    /**
     * A wire with its provider.
     *
     * @param dialogs whether a request is of a dialog of ours
     */
    Port(Loop loop, Wire wire, SipProvider provider, WireProcessor processor, Predicate<Request> dialogs) {
        this.loop = loop;
        this.wire = wire;
        this.provider = provider;
        this.processor = processor;
        this.dialogs = dialogs;
        this.admission = wire.transport() == SipConfig.Transport.UDP ? new Admission(loop) : null;
    }

    /** The wire. */
    public Wire wire() {
        return wire;
    }

    SipProvider provider() {
        return provider;
    }

    @Nullable
    Admission admission() {
        return admission;
    }

    /** Takes a message off the wire. What comes faster than the loop takes it is lost, as UDP is. From any thread. */
    public void received(byte[] bytes, InetSocketAddress from) {
        if (admission == null) {
            read(bytes, from, () -> {});
        } else if (admission.mayWait(from)) {
            read(bytes, from, admission::arrived);
        }
    }

    private void read(byte[] bytes, InetSocketAddress from, Runnable arrived) {
        WireLog.received(bytes, from);
        Inbound inbound = MessageReader.read(bytes, from, wire.transport());
        if (inbound instanceof Inbound.Good good) {
            loop.execute(() -> {
                arrived.run();
                deliver(good.message(), from);
            });
            return;
        }
        arrived.run();
        if (inbound instanceof Inbound.Bad bad) {
            LOG.info("A malformed message from {} was refused: {}", from, Redaction.redact(bad.why()));
            if (bad.response() != null) {
                wire.send(bad.response(), from);
            }
        }
    }

    private void deliver(SIPMessage message, InetSocketAddress from) {
        try {
            if (message instanceof SIPRequest request && admission != null && !admits(request, from, admission)) {
                refuse(request, from, admission);
            } else {
                new WireChannel(processor, from).processMessage(message);
            }
        } catch (ParseException | RuntimeException e) {
            LOG.info("A message from {} was dropped: {}", from, Redaction.redact(e.toString()));
        }
    }

    /** What comes again, ends what is under way, or begins nothing, is always taken. */
    private boolean admits(SIPRequest request, InetSocketAddress from, Admission by) {
        SIPTransactionStack stack = processor.getSIPStack();
        return request.getMethod().equals(Request.ACK)
                || stack.findTransaction(request, true) != null
                || request.getMethod().equals(Request.CANCEL) && stack.findCancelTransaction(request, true) != null
                || by.admits(from, dialogs.test(request));
    }

    /** Without a transaction, so that the same request gets the same answer each time (RFC 3261 8.2.7). */
    private void refuse(SIPRequest request, InetSocketAddress from, Admission by) throws ParseException {
        if (by.mayRefuse()) {
            SIPResponse response = request.createResponse(Response.SERVICE_UNAVAILABLE);
            if (request.getToTag() == null) {
                response.setToTag(Tokens.of(request.getTransactionId()));
            }
            response.setHeader(Sip.header("Retry-After", Long.toString(Admission.RETRY_AFTER.toSeconds())));
            processor.send(response.encodeAsBytes(wire.transport().name()), from);
        }
    }

    /**
     * Sends a request in a transaction.
     *
     * @param request complete but for its Via, which is added (a CANCEL has its own)
     */
    public Sent send(Request request, InetSocketAddress to, ResponseListener listener) throws SipException {
        if (admission != null) {
            admission.befriend(to);
        }
        if (!request.getMethod().equals(Request.CANCEL)) {
            request.setHeader(via());
        }
        ((MessageExt) request).setApplicationData(new WireHop(to, wire.transport()));
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(listener);
        transaction.sendRequest();
        return new Sent(this, to, transaction);
    }

    /** Sends an ACK to a 2xx, which is no transaction of its own (RFC 3261 13.2.2.4). */
    public void sendAck(Request ack, InetSocketAddress to) {
        if (ack.getHeader(ViaHeader.NAME) == null) {
            ack.setHeader(via());
        }
        processor.send(ack.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), to);
    }

    /** Sends a response again, or one for which there is no transaction any more. */
    public void sendAgain(Response response) {
        try {
            provider.sendResponse(response);
        } catch (SipException | RuntimeException e) {
            LOG.debug("Cannot send {} again: {}", response.getStatusCode(), e.toString());
        }
    }

    /** How many requests of others are remembered, over all wires: for tests. */
    int remembered() {
        return processor.getSIPStack().getServerTransactionTableSize();
    }

    /** Ends a transaction when it has done its work (RFC 3261 17.2.2): JAIN-SIP keeps those of accepted SUBSCRIBEs. */
    void forget(ServerTransaction transaction) {
        loop.schedule(REMEMBERED, () -> {
            try {
                transaction.terminate();
                processor.getSIPStack().removeTransaction((SIPTransaction) transaction);
                if (admission != null) {
                    admission.ended(transaction);
                }
            } catch (ObjectInUseException e) {
                LOG.debug("A transaction does not end: {}", e.toString());
            }
        });
    }

    /** Sends a keep-alive; see {@link Wire#ping}. */
    public void ping(InetSocketAddress to) {
        wire.ping(to);
    }

    private ViaHeader via() {
        InetSocketAddress local = wire.local();
        String host = local.getAddress().getHostAddress();
        try {
            ViaHeader via = Sip.headers()
                    .createViaHeader(
                            host.indexOf(':') < 0 ? host : "[" + host + "]",
                            local.getPort(),
                            wire.transport().name(),
                            "z9hG4bK" + Tokens.random(16));
            via.setRPort();
            return via;
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException("No Via for " + local, e);
        }
    }

    ListeningPoint listeningPoint() {
        return provider.getListeningPoint(wire.transport().name().toLowerCase(Locale.ROOT));
    }
}
