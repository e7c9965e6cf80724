package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.WireDetail;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3515.ReferNotifier;
import dev.duet.sip.internal.rfc3515.ReferTo;
import dev.duet.sip.internal.rfc3515.ReferredBy;
import dev.duet.sip.internal.rfc3515.Sipfrag;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc6665.SubscriptionState;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Blind transfer, as the one who asks for it (RFC 3515, RFC 5589 6). On the loop. */
final class Transfer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long notifications that come again are still answered. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(32);

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern GLOBAL = Pattern.compile("(?i);gr(?:=|;|$)");
    private static final Pattern NAMELESS = Pattern.compile("(?i)[@.]invalid(?:[:;]|$)");
    private static final Pattern ID = Pattern.compile("(?i);\\s*id\\s*=\\s*([0-9]{1,10})\\b");

    private final UserAgent agent;
    private final Dialog dialog;
    private final CallLeg.Listener listener;
    private Loop.@Nullable Timer timer;
    private boolean running;
    private boolean agreed;
    private long sequence;
    private Runnable parked = () -> {};

    Transfer(UserAgent agent, Dialog dialog, CallLeg.Listener listener) {
        this.agent = agent;
        this.dialog = dialog;
        this.listener = listener;
    }

    void start(Address to) {
        try {
            start(ReferTo.value(Uris.target(to, agent.self()), null));
        } catch (IllegalArgumentException e) {
            unsupported("A SIP call cannot be transferred to " + to);
        }
    }

    /** To the other side of another dialog, in the place of that (RFC 5589 7). */
    void start(Dialog there) {
        start(ReferTo.value(reachable(there), Replaces.atTheOtherEnd(there.id(), false)));
    }

    /** RFC 5589 7: the device itself where its contact is known to be of use to others, else its user. */
    private static String reachable(Dialog there) {
        return reachable(there.remoteTarget(), there.remoteUri());
    }

    /**
     * Where a side of a dialog is called.
     *
     * @param contact may be empty
     * @param user its address; may be empty
     */
    static String reachable(String contact, String user) {
        boolean everywhere = GLOBAL.matcher(contact).find(); // RFC 5627
        boolean nameless = user.isEmpty() || NAMELESS.matcher(user).find();
        return !contact.isEmpty() && (everywhere || nameless) ? contact : user;
    }

    /** Has somebody call the other side in the place of this call (RFC 5359 2.15), told in a dialog of its own. */
    void park(Address at) {
        String target;
        try {
            target = Uris.target(at, agent.self());
        } catch (IllegalArgumentException e) {
            unsupported("A SIP call cannot be parked at " + at);
            return;
        }
        RequestBuilder refer = agent.request(Request.REFER, target, "");
        String referTo = ReferTo.value(reachable(dialog), Replaces.atTheOtherEnd(dialog.id(), false));
        start(refer, referTo, request -> {
            String callId = Dialog.callId(request);
            String tag = ((FromHeader) request.getHeader(FromHeader.NAME)).getTag();
            DialogTable.User user = this::outside;
            agent.dialogs().put(callId, tag, user);
            parked = () -> agent.dialogs().remove(callId, tag, user);
            agent.send(request, new Referred());
        });
    }

    private void outside(IncomingRequest incoming) {
        if (incoming.method().equals(Request.NOTIFY)) {
            notified(incoming);
        } else if (incoming.transaction() != null) {
            incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    private void unsupported(String message) {
        listener.transferred(Failure.of(Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, Failure.Retry.NEVER, message));
    }

    private void start(String referTo) {
        start(dialog.request(Request.REFER), referTo, refer -> agent.send(dialog, refer, new Referred()));
    }

    private void start(RequestBuilder builder, String referTo, Consumer<Request> sender) {
        if (running) {
            listener.transferred(Failure.of(
                    Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "A transfer is under way"));
            return;
        }
        running = true;
        agreed = false;
        wait(PATIENCE);
        builder.header("Contact", agent.contact(dialog))
                .header("Refer-To", referTo)
                .header("Supported", Options.supported());
        if (!dialog.isAnonymous()) {
            builder.header(ReferredBy.NAME, "<" + agent.self().uri() + ">");
        }
        Request refer = builder.build();
        sequence = Dialog.sequence(refer);
        sender.accept(refer);
    }

    /** What becomes of the REFER itself. */
    private final class Referred implements Outcome {

        @Override
        public void done(Response response) {
            if (response.getStatusCode() / 100 != 2) {
                finish(StatusFailures.of(Request.REFER, response));
                return;
            }
            agreed = true;
            String told = Sip.value(response, "Refer-Sub");
            if (told != null && told.split(";")[0].strip().equalsIgnoreCase("false")) {
                finish(null); // RFC 4488 4: nothing more is told
            }
        }

        @Override
        public void failed(Failure failure) {
            finish(failure);
        }
    }

    /** Takes a NOTIFY within the call: the transfer's progress (RFC 3515 2.4.4). */
    void notified(IncomingRequest incoming) {
        Request request = incoming.request();
        String event = Sip.value(request, "Event");
        String header = Sip.value(request, "Subscription-State");
        Optional<SubscriptionState> subscription = header == null ? Optional.empty() : SubscriptionState.parse(header);
        Optional<Sipfrag> state = Sipfrag.parse(Sip.body(request));
        if (event == null || !isOurs(event) || !running) {
            incoming.reply(event == null ? Response.BAD_EVENT : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (subscription.isEmpty() || state.isEmpty()) {
            incoming.reply(Response.BAD_REQUEST);
        } else if (!isSipfrag(request)) {
            Replies.unsupportedMediaType(incoming, Sipfrag.MEDIA_TYPE);
        } else {
            incoming.reply(Response.OK);
            told(state.get(), subscription.get());
        }
    }

    /** RFC 3515 2.4.6: the id is the number of our REFER, a higher one once it was challenged; it may be missing. */
    private boolean isOurs(String event) {
        Matcher id = ID.matcher(event);
        return event.split("[;\\s]", 2)[0].equalsIgnoreCase(ReferNotifier.EVENT)
                && (!id.find() || Long.parseLong(id.group(1)) >= sequence);
    }

    private static boolean isSipfrag(Request notify) {
        return notify.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                && Sipfrag.MEDIA_TYPE.equalsIgnoreCase(type.getContentType() + "/" + type.getContentSubType());
    }

    private void told(Sipfrag state, SubscriptionState subscription) {
        WireDetail words = WireDetail.sip(state.status(), state.phrase());
        if (state.status() >= 300) {
            finish(new Failure(
                    Failure.Kind.REFUSED,
                    Failure.Origin.PEER,
                    Failure.Retry.LATER,
                    "The transfer led to " + words,
                    words));
        } else if (!state.provisional()) {
            finish(null);
        } else if (subscription.terminated()) {
            finish(Failure.of(
                    Failure.Kind.TIMEOUT,
                    Failure.Origin.PEER,
                    Failure.Retry.LATER,
                    "How the transfer ended is not told: " + subscription.reason()));
        } else {
            wait(subscription.expires());
            listener.transferring(words);
        }
    }

    /** Waits for what is told next, for as long as the other side says that it goes on telling. */
    private void wait(Duration told) {
        stopTimer();
        Duration patience = told.compareTo(PATIENCE) < 0 ? PATIENCE : told.compareTo(LONGEST) > 0 ? LONGEST : told;
        timer = agent.loop().schedule(patience, () -> finish(StatusFailures.timeout(Request.REFER)));
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
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
        stopTimer();
        forgetParking();
    }

    private void forgetParking() {
        agent.loop().schedule(AFTERWARDS, parked);
        parked = () -> {};
    }

    private void finish(@Nullable Failure failure) {
        if (!running) {
            return;
        }
        running = false;
        stopTimer();
        forgetParking();
        listener.transferred(failure);
    }
}
