package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Failure;
import dev.duet.model.SipPush;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.Loop;
import dev.duet.spi.net.Hosts;
import gov.nist.javax.sip.header.Via;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ListIterator;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registration over one flow (RFC 3261 10.2): binds, refreshes, unbinds. On the loop. */
public final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final int FIRST_HOP_LACKS_OUTBOUND = 439;

    private final UserAgent agent;
    private final Binding binding;
    private final Listener listener;
    private Duration wanted;
    private Loop.@Nullable Timer refresh;
    private @Nullable String staleContact;
    private boolean contactLearnt;
    private boolean wantsOutbound = true;
    private boolean bound;
    private boolean busy;
    private boolean over;

    /** Nothing is sent yet. */
    public Registration(Binding binding, Listener listener) {
        this.agent = binding.agent();
        this.binding = binding;
        this.listener = listener;
        this.wanted = agent.config().registrationExpiry();
    }

    /** Binds this device's contact, now and again until {@link #end} or {@link #abandon}. */
    public void bind() {
        if (over || busy) {
            return;
        }
        stopTimer();
        busy = true;
        Request request = request(contact(wanted), wanted);
        if (staleContact != null) {
            request.addHeader(Sip.header("Contact", staleContact + ";expires=0"));
        }
        binding.send(request, binding::nextSequence, new Answer());
    }

    /** Unbinds; {@code then} runs when that is answered or has failed. */
    public void end(Runnable then) {
        over = true;
        stopTimer();
        if (!bound) {
            then.run();
            return;
        }
        Request request = request(contact(Duration.ZERO), Duration.ZERO);
        binding.send(request, binding::nextSequence, new Outcome() {
            @Override
            public void done(Response response) {
                then.run();
            }

            @Override
            public void failed(Failure failure) {
                then.run();
            }
        });
    }

    /** Stops without a word on the wire. */
    public void abandon() {
        over = true;
        stopTimer();
    }

    private String contact(Duration expires) {
        return binding.text() + (wantsOutbound ? ";reg-id=" + binding.id() : "") + ";expires=" + expires.toSeconds();
    }

    private Request request(String contact, Duration expires) {
        String domain =
                (agent.self().secure() ? "sips:" : "sip:") + agent.self().host();
        return new RequestBuilder(Request.REGISTER, domain)
                .from(agent.self().uri(), "", binding.tag())
                .to(agent.self().uri(), null)
                .callId(binding.callId())
                .sequence(binding.nextSequence())
                .header("Contact", contact)
                .header("Expires", Long.toString(expires.toSeconds()))
                .header("Allow", RequestBuilder.ALLOW)
                .header("Supported", wantsOutbound ? "path, outbound, gruu" : "path, gruu")
                .build();
    }

    private void stopTimer() {
        if (refresh != null) {
            refresh.cancel();
            refresh = null;
        }
    }

    private void bound(Response response) {
        Duration granted = granted(response);
        bound = true;
        staleContact = null;
        binding.registered(Registered.of(response, own(response)));
        LOG.debug("{} is registered for {} s", agent.self(), granted.toSeconds());
        SipPush push = agent.config().push();
        if (push != null && !PushParameters.areTaken(response, push)) {
            LOG.warn("The server of {} does not say that it wakes by {}", agent.self(), push.provider());
        }
        refresh = agent.loop().schedule(ahead(granted), this::bind);
        if (learnContact(response)) {
            bind();
        } else {
            listener.bound();
        }
    }

    /** Well before the end, so that a lost message or two do not matter. */
    private static Duration ahead(Duration granted) {
        long seconds = granted.toSeconds();
        Duration before = Duration.ofSeconds(seconds - Math.min(seconds / 4, 60));
        return before.compareTo(SHORTEST) < 0 ? SHORTEST : before;
    }

    private Duration granted(Response response) {
        ContactHeader contact = ownContact(response);
        if (contact != null && contact.getExpires() > 0) {
            return Duration.ofSeconds(contact.getExpires());
        }
        ExpiresHeader expires = (ExpiresHeader) response.getHeader(ExpiresHeader.NAME);
        return expires != null && expires.getExpires() > 0 ? Duration.ofSeconds(expires.getExpires()) : wanted;
    }

    /** The contact of this binding, among those of all bindings of all devices of the account. */
    private @Nullable ContactHeader ownContact(Response response) {
        ListIterator<?> contacts = response.getHeaders(ContactHeader.NAME);
        ContactHeader found = null;
        while (contacts != null && contacts.hasNext()) {
            ContactHeader contact = (ContactHeader) contacts.next();
            String id = contact.isWildCard() ? null : contact.getParameter("reg-id");
            boolean own = !contact.isWildCard()
                    && contact.getAddress().getURI().toString().contains(":" + agent.token() + "@")
                    && (id == null || id.equals(Integer.toString(binding.id())));
            if (own && (found == null || contact.getExpires() > found.getExpires())) {
                found = contact; // one that goes may stand beside it
            }
        }
        return found;
    }

    private @Nullable String own(Response response) {
        ContactHeader contact = ownContact(response);
        return contact == null ? null : contact.toString();
    }

    /**
     * Behind a NAT the server sees another address than this device knows: the contact follows it, once for each
     * flow, since requests from outside reach this device only there.
     */
    private boolean learnContact(Response response) {
        Via via = (Via) response.getHeader(ViaHeader.NAME);
        InetSocketAddress known = binding.contactAddress();
        String received = via == null ? null : via.getReceived();
        InetAddress address = received == null ? null : Hosts.literal(received);
        if (contactLearnt
                || known == null
                || address == null
                || binding.registered().outbound()) {
            return false;
        }
        int port = via.getRPort() > 0 ? via.getRPort() : known.getPort();
        InetSocketAddress seen = new InetSocketAddress(address, port);
        if (seen.equals(known)) {
            return false;
        }
        contactLearnt = true;
        staleContact = binding.text();
        LOG.info("The server sees this device as {}, not as {}", seen, known);
        binding.seenAs(seen);
        return true;
    }

    private void refused(Response response) {
        int status = response.getStatusCode();
        MinExpiresHeader least = (MinExpiresHeader) response.getHeader(MinExpiresHeader.NAME);
        if (status == Response.INTERVAL_TOO_BRIEF && least != null) {
            Duration longer = Duration.ofSeconds(least.getExpires());
            if (longer.compareTo(wanted) > 0 && longer.compareTo(LONGEST) <= 0) {
                wanted = longer;
                bind();
                return;
            }
        }
        if (status == FIRST_HOP_LACKS_OUTBOUND && wantsOutbound) { // RFC 5626 11.6
            wantsOutbound = false;
            bind();
            return;
        }
        bound = false;
        RetryAfterHeader later = (RetryAfterHeader) response.getHeader(RetryAfterHeader.NAME);
        Duration wait = later == null ? Duration.ZERO : Duration.ofSeconds(Math.max(0, later.getRetryAfter()));
        listener.failed(failure(response), wait);
    }

    /** Some registrars say 403 to a wrong password. */
    private Failure failure(Response response) {
        Failure plain = StatusFailures.of(Request.REGISTER, response);
        boolean proved = response.getStatusCode() == Response.FORBIDDEN
                && !agent.authentication().isEmpty();
        return proved
                ? new Failure(Failure.Kind.AUTHENTICATION, plain.origin(), plain.retry(), plain.message(), plain.wire())
                : plain;
    }

    private final class Answer implements Outcome {

        @Override
        public void done(Response response) {
            busy = false;
            if (over) {
                return;
            }
            if (response.getStatusCode() / 100 == 2) {
                bound(response);
            } else {
                refused(response);
            }
        }

        @Override
        public void failed(Failure failure) {
            busy = false;
            if (!over) {
                listener.failed(failure, Duration.ZERO);
            }
        }
    }

    /** What becomes of a registration. On the loop. */
    public interface Listener {

        /** It is in force, for the first time or again. */
        void bound();

        /**
         * It is not in force.
         *
         * @param wait how long the server wants to be left alone; zero when it did not say
         */
        void failed(Failure failure, Duration wait);
    }
}
