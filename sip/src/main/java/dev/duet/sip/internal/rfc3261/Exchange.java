package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Failure;
import dev.duet.model.TokenSource;
import dev.duet.sip.internal.rfc8760.DigestChallenge;
import dev.duet.sip.internal.rfc8760.DigestExchange;
import dev.duet.sip.internal.rfc8760.DigestExchange.Answered;
import dev.duet.sip.internal.rfc8760.DigestExchange.Refused;
import dev.duet.sip.internal.rfc8760.DigestExchange.RequestFacts;
import dev.duet.sip.internal.rfc8898.BearerTokens;
import dev.duet.sip.internal.stack.ResponseListener;
import dev.duet.sip.internal.stack.Sent;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.Loop;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request with the answers to its challenges, until its outcome is told. On the loop. */
public final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** An INVITE that was cancelled and is not answered by then is over (RFC 3261 9.1). */
    private static final Duration UNTIL_CANCELLED = Duration.ofSeconds(32);

    /** Nobody needs to be asked within a call: this long without a word is too long (RFC 3261 16.6, timer C). */
    private static final Duration UNANSWERED = Duration.ofMinutes(3);

    private final Requester requester;
    private final Flow flow;
    private final LongSupplier sequence;
    private final Outcome outcome;
    private final DigestExchange.Round round = new DigestExchange.Round();
    private Request request;
    private @Nullable InetSocketAddress hop;
    private @Nullable Flow way;
    private @Nullable Sent sent;
    private int attempts;
    private Loop.@Nullable Timer timer;
    private boolean provisional;
    private boolean over;
    private boolean givenUp;
    private boolean tokenFetched;
    private @Nullable String cancelReason;

    Exchange(Requester requester, Flow flow, Request request, LongSupplier sequence, Outcome outcome) {
        this.requester = requester;
        this.flow = flow;
        this.request = request;
        this.sequence = sequence;
        this.outcome = outcome;
    }

    /** The request as it was sent last. */
    public Request request() {
        return request;
    }

    /** The way to the server, which it belongs to. */
    public Flow flow() {
        return flow;
    }

    /** The way that it went: that to the server, or one beside; null before. */
    @Nullable
    Flow way() {
        return way;
    }

    /**
     * Cancels an INVITE, now or as soon as RFC 3261 9.1 allows. The outcome is told all the same.
     *
     * @param reason a Reason header's value (RFC 3326); empty for none
     */
    public void cancel(String reason) {
        cancelReason = reason;
        if (!over) {
            requester.farewells().owe(this);
            if (provisional) {
                sendCancel(reason);
            }
        }
    }

    private void sendCancel(String reason) {
        Sent cancelled = sent;
        if (cancelled != null) {
            cancelled.cancel(reason);
            stopTimer();
            timer = requester.loop().schedule(UNTIL_CANCELLED, () -> {
                cancelled.abandon();
                fail(StatusFailures.timeout(method()));
            });
        }
    }

    /** Its outcome came by another way: it ends, and nothing is told. */
    public void settle() {
        if (!over) {
            finish();
            if (sent != null) {
                sent.abandon();
            }
        }
    }

    /** Somebody rings after it was given up: without CANCEL that would go on for ever. */
    private void giveUp() {
        Sent late = sent;
        if (late != null && !givenUp) {
            givenUp = true;
            late.cancel("");
            requester.loop().schedule(UNTIL_CANCELLED, late::abandon);
        }
    }

    void start(@Nullable InetSocketAddress nextHop) {
        if (over) {
            return;
        }
        if (nextHop == null) {
            fail(Failure.of(
                    Failure.Kind.NETWORK,
                    Failure.Origin.NETWORK,
                    Failure.Retry.LATER,
                    "There is no host for " + request.getRequestURI()));
            return;
        }
        hop = nextHop;
        timer = requester.loop().schedule(requester.timeout(), () -> fail(StatusFailures.timeout(method())));
        transmit();
    }

    private void transmit() {
        InetSocketAddress next = java.util.Objects.requireNonNull(hop);
        requester.route(flow, request, next, found -> {
            if (!over) {
                transmit(found, next);
            }
        });
    }

    private void transmit(Flow by, InetSocketAddress next) {
        way = by;
        try {
            sent = by.port().send(request, next, new Listener(++attempts));
        } catch (SipException | RuntimeException e) {
            LOG.debug("Cannot send {}", method(), e);
            fail(Failure.of(
                    Failure.Kind.INTERNAL,
                    Failure.Origin.LOCAL,
                    Failure.Retry.LATER,
                    "Cannot send " + method() + ": " + e.getMessage()));
        }
    }

    void fail(Failure failure) {
        if (!over) {
            finish();
            outcome.failed(failure);
        }
    }

    private void finish() {
        over = true;
        stopTimer();
        requester.finished(this);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private String method() {
        return request.getMethod();
    }

    private boolean isWithinDialog() {
        return ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null;
    }

    private boolean isInvite() {
        return method().equals(Request.INVITE);
    }

    private void take(Response response) {
        int status = response.getStatusCode();
        if (over) {
            if (isInvite() && status / 100 == 2) {
                outcome.done(response);
            } else if (isInvite() && status < 200) {
                giveUp();
            }
        } else if (status < 200) {
            if (isInvite() && !(provisional && cancelReason != null)) {
                stopTimer();
                if (isWithinDialog()) {
                    timer = requester.loop().schedule(UNANSWERED, () -> cancel(""));
                }
            }
            boolean first = !provisional;
            provisional = true;
            if (first && cancelReason != null) {
                sendCancel(cancelReason);
            }
            if (status > 100) {
                outcome.provisional(response);
            }
        } else if ((status == 401 || status == 407) && cancelReason == null && goesOn(response)) {
            LOG.debug("{} was challenged", method());
        } else {
            if (status / 100 == 2) {
                learnNonce(response, false);
                learnNonce(response, true);
            }
            finish();
            outcome.done(response);
        }
    }

    /** Sends the request again with what it is challenged for, now or when that is there; false without. */
    private boolean goesOn(Response response) {
        if (fetchToken(response)) {
            return true;
        }
        boolean answered = answer(response);
        if (answered) {
            transmit();
        }
        return answered;
    }

    private static List<String> challenges(Response response) {
        return Sip.values(response, response.getStatusCode() == 407 ? "Proxy-Authenticate" : "WWW-Authenticate");
    }

    /** Prepares the request with an answer to the challenge; false when there is none. */
    private boolean answer(Response response) {
        boolean proxy = response.getStatusCode() == 407;
        List<DigestChallenge> challenges = new ArrayList<>();
        for (String value : challenges(response)) {
            DigestChallenge.parse(proxy, value).ifPresent(challenges::add);
        }
        DigestExchange.Answer answer =
                requester.digest().answer(challenges, round, facts(request), method().equals(Request.REGISTER));
        if (answer instanceof Refused) {
            LOG.info("{} for {} was challenged again: wrong name or password", method(), request.getRequestURI());
        }
        if (!(answer instanceof Answered answered)) {
            return false;
        }
        try {
            Request next = next();
            Credentials.put(next, answered.headers());
            request = next;
            return true;
        } catch (ParseException e) {
            LOG.debug("Cannot answer the challenge to {}", method(), e);
            return false;
        }
    }

    /** The same request once more. */
    private Request next() {
        try {
            Request next = (Request) request.clone();
            next.removeHeader(ViaHeader.NAME);
            ((CSeqHeader) next.getHeader(CSeqHeader.NAME)).setSeqNumber(sequence.getAsLong());
            return next;
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException("No number follows that of " + method(), e);
        }
    }

    /**
     * Gets a token for a server that wants one, and sends the request with it (RFC 8898 2.1.2); false when that is not
     * asked for, was tried, or would show the token to others.
     */
    private boolean fetchToken(Response response) {
        boolean proxy = response.getStatusCode() == 407;
        BearerTokens tokens = requester.tokens();
        Optional<TokenSource.Challenge> challenge = tokens.challenge(challenges(response));
        if (challenge.isEmpty() || tokenFetched || !flow.isSecure()) {
            return false;
        }
        tokenFetched = true;
        tokens.fetch(challenge.get(), token -> {
            if (over) {
                return;
            }
            if (token == null) {
                finish();
                outcome.done(response);
            } else {
                Request next = next();
                Credentials.put(next, proxy, token);
                request = next;
                transmit();
            }
        });
        return true;
    }

    private void learnNonce(Response response, boolean proxy) {
        String value = Sip.value(response, proxy ? "Proxy-Authentication-Info" : "Authentication-Info");
        if (value != null) {
            requester.digest().taken(proxy, value);
        }
    }

    static RequestFacts facts(Request request) {
        byte[] body = request.getRawContent();
        return new RequestFacts(
                request.getMethod(), request.getRequestURI().toString(), body == null ? new byte[0] : body);
    }

    /** What was challenged has had its answer: whatever comes to it again says nothing of the present attempt. */
    private final class Listener implements ResponseListener {
        private final int attempt;

        Listener(int attempt) {
            this.attempt = attempt;
        }

        @Override
        public void response(Response response) {
            if (attempt == attempts) {
                take(response);
            }
        }

        @Override
        public void timedOut() {
            if (attempt == attempts) {
                fail(StatusFailures.timeout(method()));
            }
        }
    }
}
