package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.sip.internal.stack.Tokens;
import dev.duet.spi.net.Hosts;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.Header;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * One binding of an account (RFC 5626 4.2: one reg-id): its way to one of the account's servers, what is granted there
 * and how it is sent that way. An account without several servers has one. On the loop.
 */
public final class Binding {

    private static final String NOWHERE = "127.0.0.1:9";

    private final UserAgent agent;
    private final Requester requester;
    private final @Nullable Endpoint server;
    private final int id;
    private final String callId = RequestBuilder.newCallId();
    private final String tag = Tokens.random(10);
    private long sequence;
    private @Nullable Flow flow;
    private @Nullable InetSocketAddress remote;
    private @Nullable InetSocketAddress seenAs;
    private Registered registered = Registered.NONE;
    private boolean inForce;
    private Runnable sent = () -> {};
    private String contactText = "";
    private @Nullable Header contactHeader; // of that text

    Binding(UserAgent agent, Requester requester, @Nullable Endpoint server, int id) {
        this.agent = agent;
        this.requester = requester;
        this.server = server;
        this.id = id;
    }

    /** Whose it is. */
    public UserAgent agent() {
        return agent;
    }

    /** The configured server; null for that of the account's domain. */
    public @Nullable Endpoint server() {
        return server;
    }

    /** Its number, from 1: the reg-id. */
    public int id() {
        return id;
    }

    /**
     * The Call-ID of all its registrations (RFC 3261 10.2.4): its CSeq grows, by which the registrar knows an older one
     * that comes late, even by a flow before. Each binding has its own (RFC 5626 4.2.1).
     */
    String callId() {
        return callId;
    }

    String tag() {
        return tag;
    }

    long nextSequence() {
        return ++sequence;
    }

    /** The way to the server; null without one. */
    public @Nullable Flow flow() {
        return flow;
    }

    /** Uses another way to the server from now on; null for none. */
    public void flow(@Nullable Flow next) {
        flow = next;
        seenAs = null;
        registered = Registered.NONE;
        inForce = false;
        if (next != null) {
            remote = next.remote();
            requester.found(next);
        }
        agent.moved(this);
    }

    /** True when it leads, or led last, to that address. */
    boolean leadsTo(InetSocketAddress address) {
        return address.equals(remote);
    }

    /** Lets a request that would go by its server go by another that is reached by that way. */
    void replace(Request request, Flow by) {
        boolean gone = false;
        while (request.getHeader(RouteHeader.NAME) instanceof RouteHeader route && isNamed(route)) {
            request.removeFirst(RouteHeader.NAME);
            gone = true;
        }
        try {
            if (gone) {
                request.addFirst(Sip.header(RouteHeader.NAME, by.route()));
            }
        } catch (SipException e) {
            throw new IllegalStateException("No route by " + by.remote(), e);
        }
    }

    private boolean isNamed(RouteHeader route) {
        InetSocketAddress known = remote;
        if (known == null || !(route.getAddress().getURI() instanceof SipURI uri)) {
            return false;
        }
        boolean named = known.getAddress().equals(Hosts.literal(uri.getHost()))
                || server != null && server.host().equalsIgnoreCase(uri.getHost());
        return named && (uri.getPort() <= 0 || uri.getPort() == known.getPort());
    }

    /** Fails what waits for answers over the way that broke. */
    public void lost(Flow broken, Failure failure) {
        requester.lost(broken, failure);
    }

    /** The address that the server sees this device at (RFC 3581), for contacts. */
    public void seenAs(InetSocketAddress address) {
        seenAs = address;
    }

    /** The address that contacts have; null without a way to the server. */
    public @Nullable InetSocketAddress contactAddress() {
        return seenAs != null ? seenAs : flow == null ? null : flow.local();
    }

    /** What the registrar grants over the way that is used now. */
    public Registered registered() {
        return registered;
    }

    /** Takes what the registrar grants. */
    void registered(Registered granted) {
        registered = granted;
        inForce = true;
    }

    /** True while it is registered over the way that it has. */
    boolean isInForce() {
        return inForce;
    }

    /**
     * The contact of this device in dialogs, in angle brackets: its GRUU (RFC 5627 4.4), or else the address of its way
     * to the server, with a wish that requests come by that way (RFC 5626 4.3); its own address while there is none.
     */
    public String contact() {
        String gruu = registered.publicGruu();
        return gruu != null ? "<" + gruu + ">" : "<" + address() + (registered.outbound() ? ";ob>" : ">");
    }

    /** {@link #contact()} as a header, which nobody may change: each call needs it twice. */
    Header contactHeader() {
        String now = contact();
        Header header = contactHeader;
        if (header == null || !now.equals(contactText)) {
            header = Sip.header("Contact", now);
            contactHeader = header;
            contactText = now;
        }
        return header;
    }

    /** The contact, without telling whose it is (RFC 5627 3.1.2; the user part of an address means nothing, either). */
    String anonymousContact() {
        String gruu = registered.temporaryGruu();
        return "<" + (gruu == null ? address() : gruu) + ">";
    }

    private String address() {
        InetSocketAddress address = contactAddress();
        Transport transport = flow == null
                ? agent.config().transports().get(0)
                : flow.port().wire().transport();
        return "sip:" + agent.token() + "@" + (address == null ? NOWHERE : Flow.place(address))
                + Flow.parameter(transport);
    }

    /** What is registered: where this device is, and its name (RFC 5626 4.1). */
    String text() {
        return "<" + address() + PushParameters.of(agent.config().push()) + ">;+sip.instance=\"<urn:uuid:"
                + agent.instance() + ">\"";
    }

    /**
     * Sends a request that way.
     *
     * @param next the CSeq number of each further try
     * @return null when there is no way to the server, which the outcome is told first
     */
    public @Nullable Exchange send(Request request, LongSupplier next, Outcome outcome) {
        Flow way = flow;
        if (way == null) {
            outcome.failed(StatusFailures.offline());
            return null;
        }
        Exchange exchange = requester.send(way, request, next, outcome);
        sent.run();
        return exchange;
    }

    /** Sends a request that is outside of dialogs and has no number before 1. */
    public @Nullable Exchange send(Request request, Outcome outcome) {
        long[] last = {Dialog.sequence(request)};
        return send(request, () -> ++last[0], outcome);
    }

    /** Is told of each request that goes out that way from now on. */
    public void onSent(Runnable listener) {
        sent = listener;
    }
}
