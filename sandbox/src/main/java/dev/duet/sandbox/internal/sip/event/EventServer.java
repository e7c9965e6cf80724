package dev.duet.sandbox.internal.sip.event;

import dev.duet.sandbox.internal.sip.check.Violations;
import dev.duet.sandbox.internal.sip.event.Publications.Topic;
import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipFormatException;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.message.Via;
import dev.duet.sandbox.internal.sip.proxy.Hops;
import dev.duet.sandbox.internal.sip.transaction.ClientListener;
import dev.duet.sandbox.internal.sip.transaction.ServerTransaction;
import dev.duet.sandbox.internal.sip.transaction.Transactions;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Self;
import dev.duet.sandbox.internal.sip.transport.Timers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers SUBSCRIBE and PUBLISH for the users of the domain, and notifies (RFC 6665, RFC 3903). */
public final class EventServer implements Notifier {

    /** For Allow-Events. */
    public static final String PACKAGES = "presence, dialog";

    private static final String CONTACT_USER = "events";
    private static final int MAX_SUBSCRIPTIONS = 10_000;

    private final EventSettings settings;
    private final Self self;
    private final Hops hops;
    private final Timers timers;
    private final Transactions transactions;
    private final Violations violations;
    private final Publications publications;
    private final DialogTracker dialogs;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private long number;

    public EventServer(
            EventSettings settings,
            Self self,
            Hops hops,
            Timers timers,
            Transactions transactions,
            Violations violations,
            DialogTracker dialogs) {
        this.settings = settings;
        this.self = self;
        this.hops = hops;
        this.timers = timers;
        this.transactions = transactions;
        this.violations = violations;
        this.dialogs = dialogs;
        this.publications = new Publications(timers, this::changed);
        dialogs.onChange(user -> changed(new Topic(user, EventPackage.DIALOG)));
    }

    /** Answers the request if it is one for this server; tells whether it was. */
    public boolean take(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        boolean subscribe = request.is("SUBSCRIBE");
        if (subscribe && request.inDialog()) {
            return refresh(transaction);
        }
        SipUri uri = request.sipUri();
        boolean ours = self.owns(uri) && !uri.userInfo().isEmpty();
        if (!ours || !subscribe && !request.is("PUBLISH")) {
            return false;
        }
        Optional<EventPackage> eventPackage =
                EventPackage.of(request.headers().get("Event").orElse(""));
        if (!settings.users().test(uri.user())) {
            transaction.respond(tagged(request, 404));
        } else if (eventPackage.isEmpty()) {
            transaction.respond(tagged(request, 489).header("Allow-Events", PACKAGES));
        } else if (subscribe) {
            subscribe(transaction, new Topic(uri.user(), eventPackage.get()));
        } else {
            publish(transaction, new Topic(uri.user(), eventPackage.get()));
        }
        return true;
    }

    private SipResponse tagged(SipRequest request, int status) {
        return SipResponse.to(request, status).withToTag(nextTag());
    }

    private String nextTag() {
        number++;
        return "ev" + Long.toString(number, 36);
    }

    private void subscribe(ServerTransaction transaction, Topic topic) {
        SipRequest request = transaction.request();
        Optional<SipResponse> refusal = refusal(request, topic);
        if (refusal.isPresent()) {
            transaction.respond(refusal.get());
            return;
        }
        Subscription subscription = new Subscription(this, topic, transaction, nextTag());
        subscriptions.put(subscription.id(), subscription);
        accept(transaction, subscription);
    }

    private boolean refresh(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        String id = Subscription.dialogId(request.callId(), request.toTag(), request.fromTag());
        Subscription subscription = subscriptions.get(id);
        if (subscription == null) {
            return unknownDialog(transaction);
        }
        Optional<SipResponse> refusal = refusal(request, subscription.topic());
        if (!subscription.inOrder(request)) {
            problem(transaction, new Problem(500, "RFC 3261 12.2.2", "CSeq does not increase"));
        } else if (!subscription.event().equals(request.headers().get("Event").orElse(""))) {
            problem(transaction, new Problem(489, "RFC 6665 4.4.1", "Event is not the subscription's"));
        } else if (refusal.isPresent()) {
            transaction.respond(refusal.get());
        } else {
            subscription.refreshed(transaction);
            accept(transaction, subscription);
        }
        return true;
    }

    /** It may be a dialog of two clients, unless it is sent to our own contact. */
    private boolean unknownDialog(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        SipUri uri = request.sipUri();
        boolean ours = self.isListener(uri) && uri.user().equals(CONTACT_USER);
        if (ours) {
            transaction.respond(tagged(request, 481));
        }
        return ours;
    }

    private void accept(ServerTransaction transaction, Subscription subscription) {
        SipRequest request = transaction.request();
        Duration expires = granted(request);
        String localTag = subscription.id().split("\\|")[1];
        SipResponse ok = SipResponse.to(request, 200).withToTag(localTag);
        transaction.respond(ok.withHeaders(
                        ok.headers().appendAll("Record-Route", request.headers().all("Record-Route")))
                .header("Contact", contact(transaction.flow()))
                .header("Expires", Long.toString(expires.toSeconds())));
        if (expires.isZero()) {
            subscription.end("timeout");
        } else {
            subscription.lasts(expires);
            subscription.tell();
        }
    }

    private Optional<SipResponse> refusal(SipRequest request, Topic topic) {
        List<String> required = request.headers().members("Require");
        if (!required.isEmpty()) {
            return Optional.of(tagged(request, 420).header("Unsupported", String.join(", ", required)));
        }
        if (tooBrief(request)) {
            return Optional.of(tooBriefAnswer(request));
        }
        List<String> accepted = request.headers().members("Accept").stream()
                .map(a -> a.split(";", 2)[0].trim())
                .toList();
        String type = topic.eventPackage().contentType();
        if (!accepted.isEmpty() && !accepted.contains(type) && !accepted.contains("*/*")) {
            return Optional.of(tagged(request, 406));
        }
        boolean full = subscriptions.size() >= MAX_SUBSCRIPTIONS;
        return full ? Optional.of(tagged(request, 503)) : Optional.empty();
    }

    private SipResponse tooBriefAnswer(SipRequest request) {
        String least = Long.toString(settings.minExpires().toSeconds());
        return tagged(request, 423).header("Min-Expires", least);
    }

    private boolean tooBrief(SipRequest request) {
        Duration wanted = wanted(request);
        return !wanted.isZero() && wanted.compareTo(settings.minExpires()) < 0;
    }

    private Duration wanted(SipRequest request) {
        return request.headers()
                .get("Expires")
                .map(s -> Duration.ofSeconds(Grammar.number(s, 0xFFFF_FFFFL)))
                .orElse(settings.defaultExpires());
    }

    private Duration granted(SipRequest request) {
        Duration wanted = wanted(request);
        return wanted.compareTo(settings.maxExpires()) > 0 ? settings.maxExpires() : wanted;
    }

    private void problem(ServerTransaction transaction, Problem problem) {
        SipRequest request = transaction.request();
        violations.record(transaction.flow(), request, problem);
        transaction.respond(
                SipResponse.to(request, problem.status(), problem.text()).withToTag(nextTag()));
    }

    private void publish(ServerTransaction transaction, Topic topic) {
        SipRequest request = transaction.request();
        String sender = request.from().sipUri().map(SipUri::user).orElse("");
        List<String> required = request.headers().members("Require");
        Optional<String> tag = request.headers().get("SIP-If-Match");
        String type = request.headers()
                .get("Content-Type")
                .orElse("")
                .split(";", 2)[0]
                .trim();
        boolean removes = wanted(request).isZero();
        if (settings.onlySelf() && !sender.equals(topic.user())) {
            transaction.respond(tagged(request, 403));
        } else if (!required.isEmpty()) {
            transaction.respond(tagged(request, 420).header("Unsupported", String.join(", ", required)));
        } else if (tooBrief(request)) {
            transaction.respond(tooBriefAnswer(request));
        } else if (tag.isPresent() && !publications.has(topic, tag.get())) {
            transaction.respond(tagged(request, 412));
        } else if (request.body().length > 0
                && !type.equalsIgnoreCase(topic.eventPackage().contentType())) {
            String accept = topic.eventPackage().contentType();
            transaction.respond(tagged(request, 415).header("Accept", accept));
        } else if (tag.isEmpty() && request.body().length == 0) {
            problem(transaction, new Problem(400, "RFC 3903 4.1", "First PUBLISH without a body"));
        } else if (removes && request.body().length > 0) {
            problem(transaction, new Problem(400, "RFC 3903 4.5", "PUBLISH that removes has a body"));
        } else {
            store(transaction, topic, tag);
        }
    }

    private void store(ServerTransaction transaction, Topic topic, Optional<String> tag) {
        SipRequest request = transaction.request();
        Duration expires = granted(request);
        String newTag;
        if (expires.isZero()) {
            newTag = tag.orElseThrow();
        } else if (request.body().length == 0) {
            newTag = publications.refresh(topic, tag.orElseThrow(), expires);
        } else if (publications.full()) {
            transaction.respond(tagged(request, 503));
            return;
        } else {
            EventDocument document;
            try {
                document = EventDocument.parse(topic.eventPackage(), request.body());
            } catch (SipFormatException e) {
                problem(transaction, new Problem(400, "RFC 3863, RFC 4235", "Bad document: " + oneLine(e)));
                return;
            }
            newTag = publications.publish(topic, tag, document, expires);
        }
        transaction.respond(tagged(request, 200)
                .header("Expires", Long.toString(expires.toSeconds()))
                .header("SIP-ETag", newTag));
        if (expires.isZero()) {
            publications.remove(topic, newTag);
        }
    }

    private static String oneLine(SipFormatException e) {
        return String.valueOf(e.getMessage()).replaceAll("[\\p{Cntrl}]+", " ");
    }

    private void changed(Topic topic) {
        List.copyOf(subscriptions.values()).stream()
                .filter(s -> s.topic().equals(topic))
                .forEach(Subscription::tell);
    }

    /** Ends all subscriptions to a user. */
    public void endSubscriptions(String user, String reason) {
        List.copyOf(subscriptions.values()).stream()
                .filter(s -> s.topic().user().equals(user))
                .forEach(s -> s.end(reason));
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public byte[] document(Topic topic, long version) {
        String entity = "sip:" + topic.user() + '@' + settings.domain();
        EventDocument document = EventDocument.about(topic.eventPackage(), entity);
        publications.of(topic).forEach(document::addAll);
        if (topic.eventPackage() == EventPackage.DIALOG) {
            document.attribute("version", Long.toString(version)).attribute("state", "full");
            dialogs.describe(topic.user(), document);
        } else if (document.isEmpty()) {
            document.add("tuple")
                    .attribute("id", "none")
                    .add("status")
                    .add("basic")
                    .text("closed");
        }
        return document.bytes();
    }

    @Override
    public Via via(Flow way) {
        return self.via(way.transport(), Via.MAGIC_COOKIE + "ev" + nextTag() + Long.toHexString(System.nanoTime()));
    }

    @Override
    public String contact(Flow way) {
        return "<" + self.uri(CONTACT_USER, way.transport()) + ">";
    }

    @Override
    public Optional<Flow> hop(Optional<SipUri> uri) {
        return uri.flatMap(hops::to);
    }

    @Override
    public void send(SipRequest notify, Flow way, ClientListener listener) {
        transactions.start(notify, way, listener);
    }

    @Override
    public void ended(Subscription subscription) {
        subscriptions.remove(subscription.id(), subscription);
    }
}
