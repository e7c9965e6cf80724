package dev.duet.sandbox.internal.sip.registrar;

import dev.duet.sandbox.internal.sip.check.Violations;
import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.HostPort;
import dev.duet.sandbox.internal.sip.message.NameAddr;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipFormatException;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.transaction.ServerTransaction;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answers REGISTER (RFC 3261 10.3), from the point on where the sender is known. */
public final class Registrar {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final int MAX_BINDINGS = 32;

    private final RegistrarSettings settings;
    private final Locations locations;
    private final Timers timers;
    private final Violations violations;

    public Registrar(RegistrarSettings settings, Locations locations, Timers timers, Violations violations) {
        this.settings = settings;
        this.locations = locations;
        this.timers = timers;
        this.violations = violations;
    }

    /**
     * Answers a REGISTER.
     *
     * @param sender who it proved to be from
     */
    public void register(ServerTransaction transaction, String sender) {
        SipRequest request = transaction.request();
        String user = request.to().sipUri().map(SipUri::user).orElse("");
        if (!settings.users().test(user)) {
            transaction.respond(tagged(request, 404));
        } else if (!user.equals(sender)) {
            transaction.respond(tagged(request, 403));
        } else {
            update(transaction, user);
        }
    }

    private static SipResponse tagged(SipRequest request, int status) {
        return SipResponse.to(request, status)
                .withToTag("reg-" + request.callId().hashCode());
    }

    private void update(ServerTransaction transaction, String user) {
        SipRequest request = transaction.request();
        List<String> contacts = request.headers().all("Contact");
        boolean all = contacts.contains("*");
        if (contacts.size() > MAX_BINDINGS) {
            transaction.respond(tagged(request, 403));
            return;
        }
        boolean zero = request.headers()
                .get("Expires")
                .map(e -> Long.parseLong(e) == 0)
                .orElse(false);
        if (all && (contacts.size() > 1 || !zero)) {
            refuse(transaction, new Problem(400, "RFC 3261 10.2.2", "Contact * needs Expires 0 and no other Contact"));
            return;
        }
        Instant now = timers.now();
        List<Binding> before = locations.of(user, now);
        if (before.stream().anyMatch(b -> outOfOrder(b, request) && (all || names(contacts, b)))) {
            refuse(transaction, new Problem(400, "RFC 3261 10.3", "CSeq does not increase"));
            return;
        }
        List<Binding> after = all ? new ArrayList<>() : new ArrayList<>(before);
        if (!all) {
            for (String contact : contacts) {
                Optional<SipResponse> refusal = apply(transaction, user, NameAddr.parse(contact), after);
                if (refusal.isPresent()) {
                    transaction.respond(refusal.get());
                    return;
                }
            }
        }
        if (after.size() > MAX_BINDINGS) {
            transaction.respond(tagged(request, 403));
            return;
        }
        locations.set(user, after);
        transaction.respond(ok(request, locations.of(user, now), now));
    }

    private static boolean outOfOrder(Binding binding, SipRequest request) {
        return binding.callId().equals(request.callId()) && request.cseq().number() <= binding.cseq();
    }

    private static boolean names(List<String> contacts, Binding binding) {
        return contacts.stream()
                .map(c -> NameAddr.parse(c).sipUri())
                .anyMatch(uri -> uri.isPresent() && uri.get().matches(binding.uri()));
    }

    /** Puts one contact into the list; tells the refusal if it cannot be. */
    private Optional<SipResponse> apply(
            ServerTransaction transaction, String user, NameAddr contact, List<Binding> bindings) {
        SipRequest request = transaction.request();
        Optional<SipUri> uri = contact.sipUri();
        if (uri.isEmpty()) {
            return Optional.of(tagged(request, 416));
        }
        Duration expires;
        int q;
        try {
            expires = expires(request, contact);
            q = contact.params().get("q").map(Registrar::preference).orElse(1000);
        } catch (SipFormatException e) {
            Problem problem = new Problem(400, "RFC 3261 20.10", "Bad expires or q of a Contact");
            violations.record(transaction.flow(), request, problem);
            return Optional.of(tagged(request, 400));
        }
        bindings.removeIf(b -> b.uri().matches(uri.get()));
        if (expires.isZero()) {
            return Optional.empty();
        }
        if (expires.compareTo(settings.minExpires()) < 0) {
            String least = Long.toString(settings.minExpires().toSeconds());
            return Optional.of(tagged(request, 423).header("Min-Expires", least));
        }
        Duration granted = expires.compareTo(settings.maxExpires()) > 0 ? settings.maxExpires() : expires;
        Instant end = timers.now().plus(granted);
        Flow flow = transaction.flow();
        HostPort sentBy = request.topVia().sentBy();
        boolean natted = transaction.natted()
                && sentBy.equals(new HostPort(uri.get().host(), uri.get().port()));
        bindings.add(new Binding(
                user,
                contact,
                uri.get(),
                q,
                end,
                request.callId(),
                request.cseq().number(),
                flow,
                natted));
        return Optional.empty();
    }

    private Duration expires(SipRequest request, NameAddr contact) {
        Optional<String> written =
                contact.params().get("expires").or(() -> request.headers().get("Expires"));
        return written.map(s -> Duration.ofSeconds(Grammar.number(s, 0xFFFF_FFFFL)))
                .orElse(settings.defaultExpires());
    }

    /** qvalue of RFC 3261 25.1 in thousandths. */
    private static int preference(String q) {
        if (!q.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
            throw new SipFormatException("bad q");
        }
        return (int) Math.round(Double.parseDouble(q) * 1000);
    }

    private SipResponse ok(SipRequest request, List<Binding> bindings, Instant now) {
        SipResponse response = tagged(request, 200);
        for (Binding binding : bindings) {
            long left = Math.max(
                    1, Math.round(Duration.between(now, binding.expires()).toMillis() / 1000.0));
            NameAddr contact = binding.contact().withParam("expires", Long.toString(left));
            response = response.header("Contact", contact.toString());
        }
        return response.header("Date", DATE.format(now.atZone(ZoneOffset.UTC)));
    }

    private void refuse(ServerTransaction transaction, Problem problem) {
        violations.record(transaction.flow(), transaction.request(), problem);
        SipRequest request = transaction.request();
        transaction.respond(
                SipResponse.to(request, problem.status(), problem.text()).withToTag("reg"));
    }
}
