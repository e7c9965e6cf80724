package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.SipConfig;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.rfc8760.DigestCredentials;
import dev.duet.sip.internal.rfc8760.DigestExchange;
import dev.duet.sip.internal.rfc8898.BearerTokens;
import dev.duet.sip.internal.stack.Tokens;
import dev.duet.sip.internal.stack.Traces;
import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private final List<Binding> bindings;
    private Binding current;

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
        config.servers().forEach(server -> names.add(server.host().toLowerCase(Locale.ROOT)));
        BearerTokens tokens = new BearerTokens(config.tokens(), loop, context.blocking());
        this.requester = new Requester(
                loop, config.timeout(), digest, tokens, new NextHop(locator, context.blocking(), loop, names));
        List<Binding> all = new ArrayList<>();
        config.servers().forEach(server -> all.add(new Binding(this, requester, server, all.size() + 1)));
        this.bindings = all.isEmpty() ? List.of(new Binding(this, requester, null, 1)) : List.copyOf(all);
        this.current = bindings.get(0);
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

    /** Names this device (RFC 5626 4.1). */
    UUID instance() {
        return instance;
    }

    /** One for each of the account's servers, in their order. */
    public List<Binding> bindings() {
        return bindings;
    }

    /** The one that requests outside of dialogs go by. */
    public Binding binding() {
        return current;
    }

    /** Lets them go by that one from now on. */
    public void use(Binding next) {
        if (next != current) {
            current = next;
            requester.detour().end();
        }
    }

    /** A binding has another way, or none. */
    void moved(Binding moved) {
        if (moved == current) {
            requester.detour().end();
        }
    }

    /** The way to the server; null without one. */
    public @Nullable Flow flow() {
        return current.flow();
    }

    /** True for the address of a server that there is a way to. */
    public boolean isServer(InetSocketAddress address) {
        return bindings.stream()
                .map(Binding::flow)
                .anyMatch(flow -> flow != null && flow.remote().equals(address));
    }

    /** Uses that from now on for what is too large for a datagram. */
    public void detour(Detour next) {
        requester.detour(next);
    }

    /** Fails what waits for answers over a connection beside the way to the server. */
    public void broken(Flow beside, Failure failure) {
        requester.broken(beside, failure);
    }

    /** What the registrar grants over the way that is used now. */
    public Registered registered() {
        return current.registered();
    }

    /** The contact of this device in dialogs to come; see {@link Binding#contact}. */
    public String contact() {
        return current.contact();
    }

    /** The same without telling whose it is (RFC 5627 3.1.2). */
    public String anonymousContact() {
        return current.anonymousContact();
    }

    /** The contact in a dialog that the other side began, as a header, which nobody may change. */
    public Header contactHeader(Dialog dialog) {
        return way(dialog.server()).contactHeader();
    }

    /** The contact in a dialog: one that this side began tells no more of it than the request that began it. */
    public String contact(Dialog dialog) {
        Binding way = way(dialog.server());
        return dialog.isAnonymous() ? way.anonymousContact() : way.contact();
    }

    /** A request outside of dialogs from this account, by the way that the registrar wants (RFC 3608). */
    public RequestBuilder request(String method, String target, String name) {
        return probe(method, target, name).routes(registered().serviceRoute());
    }

    /** The same by whoever has identifiers of its own: one that may begin a dialog. */
    public RequestBuilder outside(String method, String target) {
        return new RequestBuilder(method, target).routes(registered().serviceRoute());
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
        return way(request).send(request, sequence, outcome);
    }

    /** Sends a request that is outside of dialogs and has no number before 1. */
    public @Nullable Exchange send(Request request, Outcome outcome) {
        return way(request).send(request, outcome);
    }

    /** Sends a request within a dialog. */
    public @Nullable Exchange send(Dialog dialog, Request request, Outcome outcome) {
        return send(request, dialog::nextSequence, outcome);
    }

    /** Sends the ACK to a 2xx. */
    public void sendAck(Request ack) {
        Flow way = way(ack).flow();
        if (way != null) {
            requester.sendAck(way, ack);
        }
    }

    /** What is for a server that is gone goes by another, by which the rest of its route is reached as well. */
    private Binding way(Request request) {
        InetSocketAddress server = RequestBuilder.server(request);
        Binding way = way(server);
        Flow flow = way.flow();
        if (server != null && flow != null && !way.leadsTo(server)) {
            bindings.stream().filter(each -> each.leadsTo(server)).forEach(gone -> gone.replace(request, flow));
        }
        return way;
    }

    /** The binding that what goes by a server goes by: that to it while it is in force, else the current one. */
    private Binding way(@Nullable InetSocketAddress server) {
        return server == null
                ? current
                : bindings.stream()
                        .filter(each -> each.isInForce() && each.leadsTo(server))
                        .findFirst()
                        .orElse(current);
    }
}
