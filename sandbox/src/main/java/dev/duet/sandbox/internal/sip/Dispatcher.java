package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.auth.Authenticator;
import dev.duet.sandbox.internal.sip.auth.Authenticator.Role;
import dev.duet.sandbox.internal.sip.check.ResponseCheck;
import dev.duet.sandbox.internal.sip.check.SequenceCheck;
import dev.duet.sandbox.internal.sip.check.Violations;
import dev.duet.sandbox.internal.sip.event.DialogTracker;
import dev.duet.sandbox.internal.sip.event.EventServer;
import dev.duet.sandbox.internal.sip.event.EventSettings;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipMessage;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.proxy.CallObserver;
import dev.duet.sandbox.internal.sip.proxy.Hops;
import dev.duet.sandbox.internal.sip.proxy.Proxy;
import dev.duet.sandbox.internal.sip.proxy.ProxySettings;
import dev.duet.sandbox.internal.sip.registrar.Locations;
import dev.duet.sandbox.internal.sip.registrar.Registrar;
import dev.duet.sandbox.internal.sip.registrar.RegistrarSettings;
import dev.duet.sandbox.internal.sip.transaction.ServerTransaction;
import dev.duet.sandbox.internal.sip.transaction.TransactionUser;
import dev.duet.sandbox.internal.sip.transaction.Transactions;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Flows;
import dev.duet.sandbox.internal.sip.transport.Self;
import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Wire;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Decides who answers a request: registrar, event server, the server itself, or the proxy (RFC 3261 8.2, 16.3). */
final class Dispatcher implements TransactionUser {

    private static final Set<String> CHALLENGED = Set.of("INVITE", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER");
    private static final String ALLOW =
            "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, MESSAGE, SUBSCRIBE, NOTIFY, PUBLISH, REFER, INFO, UPDATE";

    /** What can only be had once the transactions exist. */
    private record Parts(
            Self self, Authenticator authenticator, Registrar registrar, Proxy proxy, Optional<EventServer> events) {}

    private final Settings settings;
    private final Wire wire;
    private final Violations violations;
    private final SequenceCheck sequences = new SequenceCheck();
    private Optional<Parts> parts = Optional.empty();

    Dispatcher(Settings settings, Wire wire, Violations violations) {
        this.settings = settings;
        this.wire = wire;
        this.violations = violations;
    }

    void connect(
            Transactions transactions, Flows flows, Locations locations, Timers timers, Authenticator authenticator) {
        Self self = new Self(settings.domain(), flows);
        Registrar registrar = new Registrar(settings.registrar(), locations, timers, violations);
        ProxySettings proxySettings = new ProxySettings(
                settings.recordRoute(),
                settings.timers().c(),
                settings.registrar().users());
        DialogTracker dialogs = new DialogTracker(self);
        Hops hops = new Hops(flows);
        CallObserver observer = new Observer(dialogs, sequences, settings.recordRoute());
        Proxy proxy = new Proxy(proxySettings, self, hops, locations, timers, transactions, wire, violations, observer);
        Optional<EventServer> events = settings.presence()
                ? Optional.of(new EventServer(eventSettings(), self, hops, timers, transactions, violations, dialogs))
                : Optional.empty();
        parts = Optional.of(new Parts(self, authenticator, registrar, proxy, events));
    }

    private EventSettings eventSettings() {
        RegistrarSettings registrar = settings.registrar();
        return new EventSettings(
                settings.domain(),
                registrar.minExpires(),
                registrar.maxExpires(),
                registrar.defaultExpires(),
                registrar.users(),
                settings.challenge());
    }

    /** Ends all subscriptions to a user. */
    void endSubscriptions(String user, String reason) {
        parts().events().ifPresent(e -> e.endSubscriptions(user, reason));
    }

    private Parts parts() {
        return parts.orElseThrow();
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        record(
                transaction.flow(),
                request,
                sequences.request(request, transaction.flow().transport()));
        Hooked hooked = settings.hook().apply(request, transaction.flow());
        if (hooked instanceof Hooked.Answer answer) {
            transaction.respond(answer.response().withToTag("hook"));
        } else if (hooked instanceof Hooked.Ignore) {
            transaction.mute();
        } else {
            identify(transaction);
        }
    }

    /** Finds out who it is from, where that matters. */
    private void identify(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        List<String> extensions = request.headers().members("Proxy-Require");
        if (!extensions.isEmpty()) {
            transaction.respond(badExtension(request, extensions));
            return;
        }
        if (request.is("REGISTER") && parts().self().owns(request.sipUri())) {
            register(transaction);
        } else if (mustProveSender(request)) {
            prove(transaction, Role.PROXY, user -> authorized(transaction, user));
        } else {
            dispatch(transaction);
        }
    }

    private void record(Flow flow, SipMessage message, List<Problem> problems) {
        problems.forEach(p -> violations.record(flow, message, p));
    }

    private static SipResponse tagged(SipRequest request, int status) {
        return SipResponse.to(request, status)
                .withToTag("srv-" + Integer.toHexString(request.callId().hashCode()));
    }

    private static void answer(ServerTransaction transaction, int status) {
        transaction.respond(tagged(transaction.request(), status));
    }

    private static SipResponse badExtension(SipRequest request, List<String> extensions) {
        return tagged(request, 420).header("Unsupported", String.join(", ", extensions));
    }

    private void register(ServerTransaction transaction) {
        List<String> required = transaction.request().headers().members("Require");
        if (required.isEmpty()) {
            prove(transaction, Role.SERVER, user -> parts().registrar().register(transaction, user));
        } else {
            transaction.respond(badExtension(transaction.request(), required));
        }
    }

    private boolean mustProveSender(SipRequest request) {
        boolean own = request.from().sipUri().map(parts().self()::owns).orElse(false);
        return settings.challenge() && own && !request.inDialog() && CHALLENGED.contains(request.method());
    }

    private void prove(ServerTransaction transaction, Role role, Consumer<String> then) {
        SipRequest request = transaction.request();
        Authenticator authenticator = parts().authenticator();
        Authenticator.Result result = authenticator.check(request, role);
        if (result instanceof Authenticator.Accepted accepted) {
            then.accept(accepted.user());
        } else if (result instanceof Authenticator.Faulty faulty) {
            refuse(transaction, faulty.problem());
        } else if (result instanceof Authenticator.Asked asked) {
            asked.problem().ifPresent(p -> violations.record(transaction.flow(), request, p));
            transaction.respond(authenticator
                    .challenge(request, role, asked.stale())
                    .withToTag("auth-" + Integer.toHexString(request.callId().hashCode())));
        }
    }

    private void refuse(ServerTransaction transaction, Problem problem) {
        violations.record(transaction.flow(), transaction.request(), problem);
        transaction.respond(SipResponse.to(transaction.request(), problem.status(), problem.text())
                .withToTag("srv"));
    }

    private void authorized(ServerTransaction transaction, String user) {
        String from = transaction.request().from().sipUri().map(SipUri::user).orElse("");
        if (from.equals(user)) {
            dispatch(transaction);
        } else {
            answer(transaction, 403);
        }
    }

    private void dispatch(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (parts().events().map(e -> e.take(transaction)).orElse(false)) {
            return;
        }
        SipUri uri = request.sipUri();
        boolean toServer = parts().self().owns(uri) && uri.userInfo().isEmpty();
        boolean routedOn = toServer && uri.looseRouting() && request.headers().has("Route");
        if (!toServer || routedOn) {
            parts().proxy().relay(transaction);
        } else if (request.is("OPTIONS")) {
            transaction.respond(tagged(request, 200)
                    .header("Allow", ALLOW)
                    .header("Accept", "application/sdp")
                    .header("Allow-Events", EventServer.PACKAGES));
        } else {
            answer(transaction, request.inDialog() ? 481 : 404);
        }
    }

    @Override
    public void cancel(ServerTransaction cancel, Optional<ServerTransaction> invite) {
        if (invite.isEmpty()) {
            answer(cancel, 481);
            return;
        }
        SipRequest first = invite.get().request();
        SipRequest request = cancel.request();
        boolean same = first.uri().equals(request.uri())
                && first.callId().equals(request.callId())
                && first.from().uri().equals(request.from().uri())
                && first.fromTag().equals(request.fromTag())
                && first.to().uri().equals(request.to().uri())
                && first.toTag().equals(request.toTag())
                && first.headers().all("Route").equals(request.headers().all("Route"))
                && first.cseq().number() == request.cseq().number();
        if (!same) {
            Problem problem = new Problem(0, "RFC 3261 9.1", "CANCEL differs from its INVITE");
            violations.record(cancel.flow(), request, problem);
        }
        answer(cancel, 200);
        invite.get().cancel();
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        if (!ack.inDialog()) {
            violations.record(flow, ack, new Problem(0, "RFC 3261 17.1.1.3", "ACK without a To tag"));
        } else if (!ack.toTag().startsWith(SipCore.STATELESS_TAG)) {
            record(flow, ack, sequences.ack(ack));
            parts().proxy().ack(ack, flow);
        }
    }

    @Override
    public void stray(SipResponse response, Flow flow) {
        // Late answers to transactions that are gone are part of life.
    }

    @Override
    public void matched(SipRequest request, SipResponse response, Flow flow) {
        record(flow, response, ResponseCheck.fit(request, response));
    }

    @Override
    public void unacknowledged(ServerTransaction transaction) {
        boolean mustHaveCome =
                transaction.flow().transport().reliable() && transaction.flow().open();
        if (mustHaveCome) {
            Problem problem = new Problem(0, "RFC 3261 17.1.1.3", "A final response to INVITE was not acknowledged");
            violations.record(transaction.flow(), transaction.request(), problem);
        }
    }

    /** Tells those who want to know what was relayed. */
    private record Observer(DialogTracker dialogs, SequenceCheck sequences, boolean recordRoute)
            implements CallObserver {

        @Override
        public void relayed(SipRequest request) {
            if (recordRoute) {
                dialogs.relayed(request);
            }
        }

        @Override
        public void answered(SipRequest request, SipResponse response) {
            dialogs.answered(request, response);
        }

        @Override
        public void finished(SipRequest request, SipResponse response) {
            dialogs.finished(request, response);
            boolean routed = recordRoute && response.headers().has("Record-Route");
            if (routed && request.is("INVITE") && response.success()) {
                sequences.recordRouted(request);
            }
        }
    }
}
