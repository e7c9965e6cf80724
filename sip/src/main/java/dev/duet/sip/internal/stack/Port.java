package dev.duet.sip.internal.stack;

import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import gov.nist.javax.sip.message.MessageExt;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Locale;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One wire with the transactions over it. On the loop, but for {@link #received}. */
public final class Port {

    private static final Logger LOG = LoggerFactory.getLogger(Port.class);

    private final Loop loop;
    private final Wire wire;
    private final SipProvider provider;
    private final WireProcessor processor;

    Port(Loop loop, Wire wire, SipProvider provider, WireProcessor processor) {
        this.loop = loop;
        this.wire = wire;
        this.provider = provider;
        this.processor = processor;
    }

    /** The wire. */
    public Wire wire() {
        return wire;
    }

    SipProvider provider() {
        return provider;
    }

    /** Takes a message off the wire. From any thread. */
    public void received(byte[] bytes, InetSocketAddress from) {
        WireLog.received(bytes, from);
        Inbound inbound = MessageReader.read(bytes, from, wire.transport());
        if (inbound instanceof Inbound.Good good) {
            loop.execute(() -> deliver(good, from));
        } else if (inbound instanceof Inbound.Bad bad) {
            LOG.info("A malformed message from {} was refused: {}", from, Redaction.redact(bad.why()));
            if (bad.response() != null) {
                wire.send(bad.response(), from);
            }
        }
    }

    private void deliver(Inbound.Good good, InetSocketAddress from) {
        try {
            new WireChannel(processor, from).processMessage(good.message());
        } catch (ParseException | RuntimeException e) {
            LOG.info("A message from {} was dropped: {}", from, Redaction.redact(e.toString()));
        }
    }

    /**
     * Sends a request in a transaction.
     *
     * @param request complete but for its Via, which is added (a CANCEL has its own)
     */
    public Sent send(Request request, InetSocketAddress to, ResponseListener listener) throws SipException {
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
