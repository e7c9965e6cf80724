package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Address;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.rfc8760.DigestCredentials;
import dev.duet.sip.internal.rfc8760.DigestExchange;
import dev.duet.sip.internal.rfc8898.BearerTokens;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.sip.internal.stack.Tokens;
import dev.duet.sip.internal.stack.Traces;
import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** What all parts of one account share: who it is, where it can be reached, and how it sends. On the loop. */
public final class UserAgent {

    private final SipConfig config;
    private final Traces traces;
    private final Loop loop;
    private final DialogTable dialogs;
    private final DigestExchange digest;
    private final Requester requester;
    private final String token = Tokens.random(12);
    private final UUID instance;
    private @Nullable Flow flow;
    private @Nullable InetSocketAddress seenAs;
    private Registered registered = Registered.NONE;
    private Runnable sent = () -> {};
    private String contactText = "";
    private @Nullable Header contactHeader; // of that text

    /**
     * Without a way to its server yet.
     *
     * @param dialogs those of all accounts, which those of this one are a part of
     * @param traces of all accounts
     */
    public UserAgent(
            SipConfig config, RuntimeContext context, ServerLocator locator, DialogTable dialogs, Traces traces) {
        this.config = config;
        this.traces = traces;
        this.dialogs = new DialogTable(dialogs);
        this.loop = context.loop();
        UUID own = config.instanceId();
        this.instance = own == null ? UUID.randomUUID() : own;
        this.digest = new DigestExchange(new DigestCredentials(config.authenticationName(), config.password()));
        Set<String> names = new HashSet<>();
        names.add(config.address().host().toLowerCase(Locale.ROOT)); // a GRUU is there
        Endpoint server = config.server();
        if (server != null) {
            names.add(server.host().toLowerCase(Locale.ROOT));
        }
        BearerTokens tokens = new BearerTokens(config.tokens(), loop, context.blocking());
        this.requester = new Requester(
                loop, config.timeout(), digest, tokens, new NextHop(locator, context.blocking(), loop, names));
    }

    /** The settings. */
    public SipConfig config() {
        return config;
    }

    /** The loop. */
    public Loop loop() {
        return loop;
    }

    /** Who follows calls. */
    public Traces traces() {
        return traces;
    }

    /** The dialogs of this account. */
    public DialogTable dialogs() {
        return dialogs;
    }

    /** The address of record. */
    public Address.Sip self() {
        return config.address();
    }

    /** The user part of this device's contact: unlike those of all others, so that requests find their account. */
    public String token() {
        return token;
    }

    /** How the user was proved last. */
    public String authentication() {
        return requester.tokens().last() != null ? "Bearer" : digest.authentication();
    }

    /** What is still to be said before this side may go. */
    public Farewells farewells() {
        return requester.farewells();
    }

    /** The way to the server; null without one. */
    public @Nullable Flow flow() {
        return flow;
    }

    /** Uses another way to the server from now on; null for none. */
    public void flow(@Nullable Flow next) {
        flow = next;
        requester.detour().end();
        if (next != null) {
            requester.found(next);
        }
        seenAs = null;
        registered = Registered.NONE;
    }

    /** Uses that from now on for what is too large for a datagram. */
    public void detour(Detour next) {
        requester.detour(next);
    }

    /** Fails what waits for answers over a connection beside the way to the server. */
    public void broken(Flow beside, Failure failure) {
        requester.broken(beside, failure);
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
    public Header contactHeader() {
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
    public String anonymousContact() {
        String gruu = registered.temporaryGruu();
        return "<" + (gruu == null ? address() : gruu) + ">";
    }

    /** The contact in a dialog: one that this side began tells no more of it than the request that began it. */
    public String contact(Dialog dialog) {
        return hides(dialog) ? anonymousContact() : contact();
    }

    /** True for a dialog whose other side is not told who this side is. */
    public boolean hides(Dialog dialog) {
        return dialog.isCaller() && config.anonymous();
    }

    private String address() {
        InetSocketAddress address = contactAddress();
        String host = address == null ? "127.0.0.1" : address.getAddress().getHostAddress();
        int port = address == null ? 9 : address.getPort();
        String transport =
                switch (flow == null
                        ? config.transports().get(0)
                        : flow.port().wire().transport()) {
                    case UDP -> "";
                    case TCP -> ";transport=tcp";
                    case TLS -> ";transport=tls";
                    case WS, WSS -> ";transport=ws"; // RFC 7118 5.2.3
                    case SCTP -> ";transport=sctp";
                };
        return "sip:" + token + "@" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port + transport;
    }

    /** What is registered: where this device is, and its name (RFC 5626 4.1). */
    String binding() {
        return "<" + address() + PushParameters.of(config.push()) + ">;+sip.instance=\"<urn:uuid:" + instance + ">\"";
    }

    /** A request outside of dialogs from this account, by the way that the registrar wants (RFC 3608). */
    public RequestBuilder request(String method, String target, String name) {
        return probe(method, target, name).routes(registered.serviceRoute());
    }

    /** The same by whoever has identifiers of its own: one that may begin a dialog. */
    public RequestBuilder outside(String method, String target) {
        return new RequestBuilder(method, target).routes(registered.serviceRoute());
    }

    /** The same, for whoever is at the other end of the way to the server. */
    public RequestBuilder probe(String method, String target, String name) {
        return new RequestBuilder(method, target)
                .from(self().uri(), name, Tokens.random(10))
                .to(target, null)
                .callId(RequestBuilder.newCallId())
                .sequence(1);
    }

    /**
     * Sends a request.
     *
     * @param sequence the CSeq number of each further try
     * @return null when there is no way to the server, which the outcome is told first
     */
    public @Nullable Exchange send(Request request, LongSupplier sequence, Outcome outcome) {
        Flow way = flow;
        if (way == null) {
            outcome.failed(StatusFailures.offline());
            return null;
        }
        Exchange exchange = requester.send(way, request, sequence, outcome);
        sent.run();
        return exchange;
    }

    /** Is told of each request that goes out from now on. */
    public void onSent(Runnable listener) {
        sent = listener;
    }

    /** Sends a request that is outside of dialogs and has no number before 1. */
    public @Nullable Exchange send(Request request, Outcome outcome) {
        long[] last = {Dialog.sequence(request)};
        return send(request, () -> ++last[0], outcome);
    }

    /** Sends a request within a dialog. */
    public @Nullable Exchange send(Dialog dialog, Request request, Outcome outcome) {
        return send(request, dialog::nextSequence, outcome);
    }

    /** Sends the ACK to a 2xx. */
    public void sendAck(Request ack) {
        Flow way = flow;
        if (way != null) {
            requester.sendAck(way, ack);
        }
    }
}
