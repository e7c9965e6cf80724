package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.auth.Authenticator;
import dev.duet.sandbox.internal.sip.check.RequestCheck;
import dev.duet.sandbox.internal.sip.check.ResponseCheck;
import dev.duet.sandbox.internal.sip.check.Violations;
import dev.duet.sandbox.internal.sip.message.Parsed;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipFormatException;
import dev.duet.sandbox.internal.sip.message.SipMessage;
import dev.duet.sandbox.internal.sip.message.SipParser;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.registrar.Locations;
import dev.duet.sandbox.internal.sip.transaction.Transactions;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Flows;
import dev.duet.sandbox.internal.sip.transport.Inbound;
import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the server behind its sockets: reads, checks and records messages. All on the loop's thread. */
public final class SipCore implements Inbound, Wire, Violations {

    private static final Logger LOG = LoggerFactory.getLogger(SipCore.class);

    /** To tag of answers given without a transaction, by which their ACK is known. */
    static final String STATELESS_TAG = "bad-";

    private final Timers timers;
    private final MessageLog log;
    private final Transactions transactions;
    private final Dispatcher dispatcher;

    public SipCore(Settings settings, Timers timers, Flows flows, Locations locations, MessageLog log) {
        this.timers = timers;
        this.log = log;
        dispatcher = new Dispatcher(settings, this, this);
        this.transactions = new Transactions(timers, settings.timers(), this, flows, dispatcher);
        Authenticator authenticator = new Authenticator(settings.digest(), timers);
        dispatcher.connect(transactions, flows, locations, timers, authenticator);
    }

    /** Ends all subscriptions to a user with a reason of RFC 6665 4.1.3. */
    public void endSubscriptions(String user, String reason) {
        dispatcher.endSubscriptions(user, reason);
    }

    @Override
    public void message(Flow flow, byte[] bytes) {
        String text = MessageLog.redact(new String(bytes, StandardCharsets.UTF_8));
        log.add(new MessageLog.Message(timers.now(), false, flow.transport(), flow.remote(), text));
        try {
            Parsed parsed = SipParser.parse(bytes, flow.transport().reliable());
            if (parsed.message() instanceof SipRequest request) {
                request(flow, request, parsed.problems());
            } else if (parsed.message() instanceof SipResponse response) {
                response(flow, response, parsed.problems());
            }
        } catch (SipFormatException e) {
            record(flow, text, new Problem(0, "RFC 3261 7", "Not a SIP message: " + e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("A message from {} could not be handled", flow.remote(), e);
        }
    }

    private void request(Flow flow, SipRequest request, List<Problem> lexical) {
        List<Problem> problems = new ArrayList<>(lexical);
        problems.addAll(RequestCheck.check(request, flow.transport()));
        problems.forEach(p -> record(flow, request, p));
        Optional<Problem> fatal = problems.stream().filter(p -> p.status() > 0).findFirst();
        if (fatal.isEmpty()) {
            transactions.request(request, flow);
        } else if (!request.is("ACK")) {
            refuse(flow, request, fatal.get());
        }
    }

    /** Answers what is too broken for a transaction, as far as its Via tells where to. */
    private void refuse(Flow flow, SipRequest request, Problem problem) {
        try {
            SipRequest marked = Transactions.withSource(request, flow);
            SipResponse response = SipResponse.to(marked, problem.status(), problem.text());
            Flow reply = transactions.replyFlow(request, flow);
            send(reply, taggedIfPossible(response));
        } catch (SipFormatException e) {
            LOG.debug("No answer to a broken request from {}: {}", flow.remote(), e.getMessage());
        }
    }

    private static SipResponse taggedIfPossible(SipResponse response) {
        try {
            return response.withToTag(STATELESS_TAG + Integer.toHexString(response.hashCode()));
        } catch (SipFormatException e) {
            return response;
        }
    }

    private void response(Flow flow, SipResponse response, List<Problem> lexical) {
        List<Problem> problems = new ArrayList<>(lexical);
        problems.addAll(ResponseCheck.form(response));
        problems.forEach(p -> record(flow, response, p));
        boolean usable =
                ResponseCheck.form(response).isEmpty() && lexical.stream().noneMatch(p -> p.status() > 0);
        if (usable) {
            transactions.response(response, flow);
        }
    }

    @Override
    public void unframeable(Flow flow, byte[] head, int status, String why) {
        String text = MessageLog.redact(new String(head, StandardCharsets.UTF_8));
        log.add(new MessageLog.Message(timers.now(), false, flow.transport(), flow.remote(), text));
        Problem problem = new Problem(status, "RFC 3261 18.3", why);
        record(flow, text, problem);
        try {
            if (SipParser.parse(head, false).message() instanceof SipRequest request && !request.is("ACK")) {
                refuse(flow, request, problem);
            }
        } catch (SipFormatException e) {
            LOG.debug("No answer to a broken stream from {}: {}", flow.remote(), e.getMessage());
        }
    }

    @Override
    public void closed(Flow flow) {
        transactions.flowClosed(flow);
    }

    @Override
    public void send(Flow flow, SipMessage message) {
        if (!flow.open()) {
            return;
        }
        byte[] bytes = message.encode();
        String text = MessageLog.redact(new String(bytes, StandardCharsets.UTF_8));
        log.add(new MessageLog.Message(timers.now(), true, flow.transport(), flow.remote(), text));
        flow.send(bytes);
    }

    @Override
    public void record(Flow flow, SipMessage message, Problem problem) {
        record(flow, MessageLog.redact(new String(message.encode(), StandardCharsets.UTF_8)), problem);
    }

    private void record(Flow flow, String text, Problem problem) {
        LOG.info("{} {} breaks {}: {}", flow.transport(), flow.remote(), problem.rule(), problem.text());
        log.add(new MessageLog.Violation(
                timers.now(), flow.transport(), flow.remote(), problem.rule(), problem.text(), text));
    }
}
