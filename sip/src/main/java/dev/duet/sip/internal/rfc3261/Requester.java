package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Failure;
import dev.duet.model.Secret;
import dev.duet.sip.internal.rfc8760.DigestExchange;
import dev.duet.sip.internal.rfc8898.BearerTokens;
import dev.duet.spi.Loop;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.sip.message.Request;

/** Sends the requests of one account, and answers what they are challenged with. On the loop. */
public final class Requester {

    private final Loop loop;
    private final Duration timeout;
    private final DigestExchange digest;
    private final BearerTokens tokens;
    private final NextHop hops;
    private final Set<Exchange> running = new HashSet<>();

    Requester(Loop loop, Duration timeout, DigestExchange digest, BearerTokens tokens, NextHop hops) {
        this.loop = loop;
        this.timeout = timeout;
        this.digest = digest;
        this.tokens = tokens;
        this.hops = hops;
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
        hops.resolve(request, flow, exchange::start);
        return exchange;
    }

    /** Sends the ACK to a 2xx. */
    void sendAck(Flow flow, Request ack) {
        hops.resolve(ack, flow, hop -> {
            if (hop != null) {
                flow.port().sendAck(ack, hop);
            }
        });
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
