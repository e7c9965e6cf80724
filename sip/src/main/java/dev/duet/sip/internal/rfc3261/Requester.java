package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Failure;
import dev.duet.model.Secret;
import dev.duet.sip.internal.rfc8760.DigestExchange;
import dev.duet.sip.internal.rfc8898.BearerTokens;
import dev.duet.spi.Loop;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;

/** Sends the requests of one account, and answers what they are challenged with. On the loop. */
public final class Requester {

    private final Loop loop;
    private final Duration timeout;
    private final DigestExchange digest;
    private final BearerTokens tokens;
    private final NextHop hops;
    private final Farewells farewells;
    private Detour detour = Detour.NONE;
    private final Set<Exchange> running = new HashSet<>();

    Requester(Loop loop, Duration timeout, DigestExchange digest, BearerTokens tokens, NextHop hops) {
        this.loop = loop;
        this.timeout = timeout;
        this.digest = digest;
        this.tokens = tokens;
        this.hops = hops;
        this.farewells = new Farewells(loop);
    }

    /**
     * Sends a request.
     *
     * @param sequence the CSeq number of each further try
     */
    Exchange send(Flow flow, Request request, LongSupplier sequence, Outcome outcome) {
        if (request.getMethod().equals(Request.REGISTER)) {
            try {
                Credentials.put(request, digest.before(Exchange.facts(request)));
                Secret token = tokens.last();
                if (token != null && flow.isSecure()) {
                    Credentials.put(request, false, token);
                }
            } catch (ParseException e) {
                throw new IllegalStateException("Bad credentials header", e);
            }
        }
        Exchange exchange = new Exchange(this, flow, request, sequence, outcome);
        running.add(exchange);
        if (request.getMethod().equals(Request.BYE)) {
            farewells.owe(exchange);
        }
        hops.resolve(request, flow, exchange::start);
        return exchange;
    }

    /** Sends the ACK to a 2xx. */
    void sendAck(Flow flow, Request ack) {
        hops.resolve(ack, flow, hop -> {
            if (hop != null) {
                route(flow, ack, hop, way -> way.port().sendAck(ack, hop));
            }
        });
    }

    /**
     * Tells by which way a request goes to its next hop, perhaps later: by a connection when it is too large for a
     * datagram and somebody takes connections there (RFC 3261 18.1.1), and when it belongs to what went by one.
     */
    void route(Flow flow, Request request, InetSocketAddress hop, Consumer<Flow> then) {
        if (flow.port().isTooLarge(request)) {
            detour.open(hop, found -> then.accept(found == null ? flow : found));
        } else {
            Flow beside = namesTcp(request) ? detour.opened(hop) : null;
            then.accept(beside == null ? flow : beside);
        }
    }

    private static boolean namesTcp(Request request) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        URI next = route == null ? request.getRequestURI() : route.getAddress().getURI();
        return next instanceof SipURI uri && "tcp".equalsIgnoreCase(uri.getTransportParam());
    }

    void detour(Detour next) {
        detour = next;
    }

    Detour detour() {
        return detour;
    }

    /** Fails everything that waits for an answer over a connection beside. */
    void broken(Flow beside, Failure failure) {
        Set.copyOf(running).stream()
                .filter(exchange -> beside.equals(exchange.way()))
                .forEach(exchange -> exchange.fail(failure));
    }

    /** Takes another way from now on. */
    void found(Flow flow) {
        hops.found(flow.remote());
    }

    /** Fails everything that waits for an answer over a way that broke. */
    void lost(Flow flow, Failure failure) {
        hops.lost(flow.remote());
        Set.copyOf(running).stream()
                .filter(exchange -> exchange.flow().equals(flow))
                .forEach(exchange -> exchange.fail(failure));
    }

    void finished(Exchange exchange) {
        running.remove(exchange);
        farewells.paid(exchange);
    }

    Farewells farewells() {
        return farewells;
    }

    Loop loop() {
        return loop;
    }

    Duration timeout() {
        return timeout;
    }

    DigestExchange digest() {
        return digest;
    }

    BearerTokens tokens() {
        return tokens;
    }
}
