package dev.duet.sip.internal.stack;

import dev.duet.model.SipConfig;
import dev.duet.model.SipLimits;
import dev.duet.sip.internal.rfc5626.StunBinding;
import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.MessageExt;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
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

    /** What a request by UDP may have. */
    static final int LARGEST_REQUEST = 1300;

    private final Loop loop;
    private final Wire wire;
    private final SipLimits limits;
    private final SipProvider provider;
    private final WireProcessor processor;
    private final Transactions.Handler handler;
    private final @Nullable Admission admission; // null for a stream, whose other end is the server that was chosen
    private final Backlog backlog;
    private final ServerTransactions taken;
    private final Map<InetSocketAddress, Consumer<byte[]>> stun = new ConcurrentHashMap<>();

    /**
     * A wire with its provider.
     *
     * @param limits what others may cost
     * @param handler takes requests
     */
    Port(
            Loop loop,
            Wire wire,
            SipLimits limits,
            SipProvider provider,
            WireProcessor processor,
            Transactions.Handler handler) {
        this.loop = loop;
        this.wire = wire;
        this.limits = limits;
        this.provider = provider;
        this.processor = processor;
        this.handler = handler;
        Admission bounds =
                wire.transport() == SipConfig.Transport.UDP ? new Admission(loop, limits.transactions()) : null;
        this.admission = bounds;
        this.backlog = new Backlog(loop);
        this.taken = new ServerTransactions(
                loop, processor.isReliable(), processor::send, bounds == null ? ended -> {} : bounds::ended);
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
            read(bytes, from);
        } else if (StunBinding.isStun(bytes)) {
            receivedStun(bytes, from);
        } else if (backlog.mayWait(bytes, admission.isFriend(from)) && !read(bytes, from)) {
            backlog.none();
        }
    }

    /** False when it is nothing for the loop. */
    private boolean read(byte[] bytes, InetSocketAddress from) {
        WireLog.received(bytes, from);
        Inbound inbound = MessageReader.read(bytes, from, wire.transport(), limits);
        if (inbound instanceof Inbound.Good good) {
            long since = loop.nanoTime();
            loop.execute(() -> {
                if (admission != null) {
                    backlog.arrived(since);
                }
                deliver(good.message(), bytes, from);
            });
            return true;
        }
        if (inbound instanceof Inbound.Bad bad) {
            LOG.info("A malformed message from {} was refused: {}", from, Redaction.redact(bad.why()));
            if (bad.response() != null) {
                wire.send(bad.response(), from);
            }
        }
        return false;
    }

    /** True when, not longer ago than that, more came than the loop could take: silence means nothing then. */
    public boolean wasLate(Duration ago) {
        return backlog.wasLate(ago);
    }

    private void deliver(SIPMessage message, byte[] bytes, InetSocketAddress from) {
        try {
            processor.traces().received(message.getCallId().getCallId(), bytes, wire, from);
            if (message instanceof SIPRequest request) {
                request.setPeerPacketSourceAddress(from.getAddress());
                request.setPeerPacketSourcePort(from.getPort());
                take(request, from);
            } else {
                new WireChannel(processor, from).processMessage(message);
            }
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            LOG.info("A message from {} was dropped: {}", from, Redaction.redact(e.toString()));
        }
    }

    private void take(SIPRequest request, InetSocketAddress from) throws ParseException {
        ServerTransaction known = taken.find(request);
        if (known != null) {
            taken.again(known, request);
        } else if (request.getMethod().equals(Request.ACK)) {
            hand(new IncomingRequest(request, null, this, from));
        } else if (admission != null && !admits(request, from, admission)) {
            refuse(request, from, admission);
        } else {
            InetSocketAddress back = destination(request.getTopmostVia(), from);
            ServerTransaction[] begun = new ServerTransaction[1];
            begun[0] = taken.begin(request, back, () -> answer(begun[0], request.createResponse(Response.TRYING)));
            if (admission != null) {
                admission.began(begun[0], from);
            }
            hand(new IncomingRequest(request, begun[0], this, from));
        }
    }

    private void hand(IncomingRequest incoming) {
        try {
            handler.request(incoming);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("Handling {} failed", incoming.method(), e);
            incoming.reply(Response.SERVER_INTERNAL_ERROR);
        }
    }

    /** What ends something that is under way is always taken. */
    private boolean admits(SIPRequest request, InetSocketAddress from, Admission by) {
        return request.getMethod().equals(Request.CANCEL) && taken.isCancelled(request)
                || by.admits(from, handler.isOfDialog(request));
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

    /**
     * True for a request that is too large for a datagram while nobody knows how much the path takes (RFC 3261 18.1.1).
     */
    public boolean isTooLarge(Request request) {
        if (wire.transport() != SipConfig.Transport.UDP) {
            return false;
        }
        int size = request.toString().getBytes(StandardCharsets.UTF_8).length;
        if (request.getHeader(ViaHeader.NAME) == null) {
            size += via().toString().getBytes(StandardCharsets.UTF_8).length;
        }
        return size > LARGEST_REQUEST;
    }

    /** Sends an ACK to a 2xx, which is no transaction of its own (RFC 3261 13.2.2.4). */
    public void sendAck(Request ack, InetSocketAddress to) {
        ViaHeader via = (ViaHeader) ack.getHeader(ViaHeader.NAME);
        if (via == null || !via.getTransport().equalsIgnoreCase(wire.transport().name())) {
            ack.setHeader(via());
        }
        processor.send(ack.toString().getBytes(StandardCharsets.UTF_8), to);
    }

    /** Sends a response again that is sent until it is acknowledged. */
    public void sendAgain(IncomingRequest to, Response response) {
        ServerTransaction transaction = to.transaction();
        if (transaction != null) {
            processor.send(bytes(response), transaction.to());
        }
    }

    /** How many requests of others are remembered: for tests. */
    int remembered() {
        return taken.size();
    }

    /** Answers a request. What comes after its final answer is dropped. */
    void answer(ServerTransaction transaction, Response response) {
        int status = response.getStatusCode();
        if (!taken.answer(transaction, status, bytes(response))) {
            LOG.debug("{} is no answer any more", status);
        } else if (status >= 200 && admission != null) {
            admission.answered(transaction);
        }
    }

    private byte[] bytes(Response response) {
        return ((SIPResponse) response).encodeAsBytes(wire.transport().name());
    }

    /** Where the answers go (RFC 3261 18.2.2, RFC 3581 4): to who sent the request, whatever it says. */
    private static InetSocketAddress destination(Via via, InetSocketAddress from) {
        if (via.hasParameter("rport")) {
            return from;
        }
        int port = via.getPort() > 0 ? via.getPort() : 5060;
        return new InetSocketAddress(from.getAddress(), port);
    }

    /**
     * Gives what is STUN (RFC 5626 8) and comes from that server to somebody, on the loop, or, with null, to nobody.
     * What is STUN of others is dropped.
     */
    public void onStun(InetSocketAddress server, @Nullable Consumer<byte[]> taker) {
        if (taker == null) {
            stun.remove(server);
        } else {
            stun.put(server, taker);
        }
    }

    /** Sends STUN. */
    public void sendStun(byte[] message, InetSocketAddress to) {
        wire.send(message, to);
    }

    private void receivedStun(byte[] bytes, InetSocketAddress from) {
        if (stun.containsKey(from)) {
            loop.execute(() -> {
                Consumer<byte[]> taker = stun.get(from);
                if (taker != null) {
                    taker.accept(bytes);
                }
            });
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
