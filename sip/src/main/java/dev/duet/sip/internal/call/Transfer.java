package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.WireDetail;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Blind transfer, as the one who asks for it (RFC 3515, RFC 5589 6). On the loop. */
final class Transfer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 +([1-6][0-9]{2})(?: +([^\\r\\n]*))?");

    private final UserAgent agent;
    private final Dialog dialog;
    private final CallLeg.Listener listener;
    private Loop.@Nullable Timer timer;
    private boolean running;
    private boolean agreed;

    Transfer(UserAgent agent, Dialog dialog, CallLeg.Listener listener) {
        this.agent = agent;
        this.dialog = dialog;
        this.listener = listener;
    }

    void start(Address to) {
        if (running) {
            listener.transferred(Failure.of(
                    Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "A transfer is under way"));
            return;
        }
        String target;
        try {
            target = Uris.target(to, agent.self());
        } catch (IllegalArgumentException e) {
            listener.transferred(Failure.of(
                    Failure.Kind.UNSUPPORTED,
                    Failure.Origin.LOCAL,
                    Failure.Retry.NEVER,
                    "A SIP call cannot be transferred to " + to));
            return;
        }
        running = true;
        agreed = false;
        timer = agent.loop().schedule(PATIENCE, () -> finish(StatusFailures.timeout(Request.REFER)));
        Request refer = dialog.request(Request.REFER)
                .header("Contact", agent.contact())
                .header("Refer-To", "<" + target + ">")
                .header("Referred-By", "<" + agent.self().uri() + ">")
                .build();
        agent.send(dialog, refer, new Outcome() {
            @Override
            public void done(Response response) {
                if (response.getStatusCode() / 100 == 2) {
                    agreed = true;
                } else {
                    finish(StatusFailures.of(Request.REFER, response));
                }
            }

            @Override
            public void failed(Failure failure) {
                finish(failure);
            }
        });
    }

    /** Takes a NOTIFY within the call: the transfer's progress (RFC 3515 2.4.4). */
    void notified(IncomingRequest incoming) {
        String event = Sip.value(incoming.request(), "Event");
        if (event == null || !event.toLowerCase(Locale.ROOT).startsWith("refer") || !running) {
            incoming.reply(event == null ? Response.BAD_EVENT : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        Matcher status = STATUS.matcher(Sip.body(incoming.request()));
        if (!status.lookingAt()) {
            incoming.reply(Response.BAD_REQUEST);
            return;
        }
        incoming.reply(Response.OK);
        int code = Integer.parseInt(status.group(1));
        if (code >= 300) {
            String phrase = status.group(2) == null ? "" : status.group(2);
            finish(new Failure(
                    Failure.Kind.REFUSED,
                    Failure.Origin.PEER,
                    Failure.Retry.LATER,
                    "The transfer led to " + code + " " + phrase,
                    WireDetail.sip(code, phrase)));
        } else if (code >= 200) {
            finish(null);
        }
    }

    /**
     * The call is over. Who agreed to a transfer and then hangs up has gone there.
     *
     * @param byThem true when the other side ended it
     */
    void ended(boolean byThem) {
        if (running && byThem && agreed) {
            finish(null);
        }
        running = false;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void finish(@Nullable Failure failure) {
        if (!running) {
            return;
        }
        running = false;
        if (timer != null) {
            timer.cancel();
        }
        listener.transferred(failure);
    }
}
