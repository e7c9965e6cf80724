package dev.duet.sandbox.internal.sip.proxy;

import dev.duet.sandbox.internal.sip.check.Violations;
import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.NameAddr;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.message.Via;
import dev.duet.sandbox.internal.sip.registrar.Locations;
import dev.duet.sandbox.internal.sip.transaction.ServerTransaction;
import dev.duet.sandbox.internal.sip.transaction.Transactions;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Self;
import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Transport;
import dev.duet.sandbox.internal.sip.transport.Wire;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The stateful proxy (RFC 3261 16): finds the targets of a request and sends each a copy. */
public final class Proxy {

    private static final Set<String> RECORD_ROUTED = Set.of("INVITE", "SUBSCRIBE", "REFER", "NOTIFY");

    private final ProxySettings settings;
    private final Self self;
    private final Hops hops;
    private final Locations locations;
    private final Timers timers;
    private final Transactions transactions;
    private final Wire wire;
    private final Violations violations;
    private final CallObserver observer;
    private final long seed = new SecureRandom().nextLong();
    private long branchNumber;

    public Proxy(
            ProxySettings settings,
            Self self,
            Hops hops,
            Locations locations,
            Timers timers,
            Transactions transactions,
            Wire wire,
            Violations violations,
            CallObserver observer) {
        this.settings = settings;
        this.self = self;
        this.hops = hops;
        this.locations = locations;
        this.timers = timers;
        this.transactions = transactions;
        this.wire = wire;
        this.violations = violations;
        this.observer = observer;
    }

    /** Relays a request that is not for this server itself. */
    public void relay(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (looped(request)) {
            transaction.respond(answer(request, 482));
            return;
        }
        if (hopsLeft(request) == 0) {
            transaction.respond(answer(request, 483));
            return;
        }
        Routing routing = Routing.of(request, self);
        routing.problems().forEach(p -> violations.record(transaction.flow(), request, p));
        List<Target> targets = targets(routing, transaction.flow());
        if (targets.isEmpty()) {
            transaction.respond(answer(request, noTargetStatus(routing)));
            return;
        }
        if (request.is("INVITE")) {
            transaction.respond(SipResponse.to(request, 100));
        }
        observer.relayed(request);
        Fork fork = new Fork(transaction, timers, settings.timerC(), observer);
        transaction.whenCancelled(fork::cancel);
        for (Target target : targets) {
            send(fork.branch(), target, routing, transaction.flow());
        }
        fork.allSent();
    }

    private static SipResponse answer(SipRequest request, int status) {
        return SipResponse.to(request, status)
                .withToTag("px-" + Integer.toHexString(request.callId().hashCode()));
    }

    private void send(Fork.Branch branch, Target target, Routing routing, Flow from) {
        Optional<Flow> flow = target.flow();
        if (flow.isEmpty()) {
            branch.failed(430);
            return;
        }
        SipRequest copy = copy(routing.request(), target, from, flow.get());
        branch.sent(transactions.start(copy, flow.get(), branch));
    }

    /** Passes on the ACK of a 2xx; nobody answers one, so it needs no transaction. */
    public void ack(SipRequest ack, Flow from) {
        if (hopsLeft(ack) == 0) {
            return;
        }
        Routing routing = Routing.of(ack, self);
        routing.problems().forEach(p -> violations.record(from, ack, p));
        for (Target target : targets(routing, from)) {
            target.flow().ifPresent(flow -> wire.send(flow, copy(routing.request(), target, from, flow)));
        }
    }

    private List<Target> targets(Routing routing, Flow from) {
        SipRequest request = routing.request();
        SipUri uri = request.sipUri();
        if (routing.next().isPresent()) {
            return List.of(new Target(uri, hops.to(routing.next().get())));
        }
        if (self.owns(uri)) {
            return locations.of(uri.user(), timers.now()).stream()
                    .map(b -> new Target(b.uri().withoutHeaders(), hops.to(b)))
                    .toList();
        }
        Optional<Flow> flow = hops.byToken(routing.token())
                .filter(f -> !f.equals(from))
                .or(() -> locations.byContact(uri, timers.now()).flatMap(hops::to))
                .or(() -> hops.to(uri));
        return flow.isEmpty() && !routing.routed() ? List.of() : List.of(new Target(uri, flow));
    }

    private int noTargetStatus(Routing routing) {
        SipUri uri = routing.request().sipUri();
        boolean known = self.owns(uri) && settings.users().test(uri.user());
        return known ? 480 : 404;
    }

    private static long hopsLeft(SipRequest request) {
        return Grammar.number(request.headers().get("Max-Forwards").orElse("70"), 255);
    }

    /** 16.6: the copy for one target, ready to be sent. */
    private SipRequest copy(SipRequest request, Target target, Flow from, Flow to) {
        // What was proved to us is nobody else's business (22.3).
        String realm = "realm=" + Grammar.quote(self.domain());
        Headers headers = request.headers()
                .with("Max-Forwards", Long.toString(hopsLeft(request) - 1))
                .without("Proxy-Authorization", credentials -> credentials.contains(realm));
        if (settings.recordRoute() && RECORD_ROUTED.contains(request.method())) {
            headers = recordRoute(headers, from, to, target.uri().secure());
        }
        Via via = self.via(to.transport(), nextBranch(request));
        return request.withUri(target.uri().toString()).withHeaders(headers.prepend("Via", via.toString()));
    }

    /** One value when both sides are UDP, else one for each side, so that each finds a transport that it speaks. */
    private Headers recordRoute(Headers headers, Flow from, Flow to, boolean secure) {
        Headers inner = headers.prepend("Record-Route", routeTo(from, secure));
        boolean one = from.transport() == Transport.UDP && to.transport() == Transport.UDP;
        return one ? inner : inner.prepend("Record-Route", routeTo(to, secure));
    }

    private String routeTo(Flow flow, boolean secure) {
        String user = flow.transport().reliable() ? flow.token() : "";
        SipUri plain = self.uri(user, flow.transport());
        SipUri uri = secure && flow.transport() == Transport.TLS ? self.secureUri(user) : plain;
        return "<" + uri + ";lr>";
    }

    /** A part that is unique, and one that is the same again when a request comes back unchanged (16.6 step 8). */
    private String nextBranch(SipRequest request) {
        branchNumber++;
        String unique = Long.toString(branchNumber, 36) + Long.toHexString(seed ^ branchNumber * 0x9E3779B97F4A7C15L);
        return Via.MAGIC_COOKIE + unique + '.' + loopHash(request);
    }

    private boolean looped(SipRequest request) {
        String hash = '.' + loopHash(Routing.of(request, self).request());
        return request.headers().all("Via").stream()
                .map(Via::parse)
                .anyMatch(via -> self.sent(via) && via.branch().endsWith(hash));
    }

    private static String loopHash(SipRequest request) {
        String route = request.headers()
                .get("Route")
                .flatMap(r -> NameAddr.parse(r).sipUri())
                .map(SipUri::toString)
                .orElse("");
        int hash = Objects.hash(
                request.uri(),
                request.fromTag(),
                request.toTag(),
                request.callId(),
                request.cseq().number(),
                request.headers().all("Proxy-Require"),
                route);
        return Integer.toHexString(hash);
    }
}
