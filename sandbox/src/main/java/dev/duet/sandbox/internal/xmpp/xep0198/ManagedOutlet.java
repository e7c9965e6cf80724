package dev.duet.sandbox.internal.xmpp.xep0198;

import dev.duet.sandbox.internal.xmpp.session.Outlet;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.StreamCondition;
import dev.duet.sandbox.internal.xmpp.xml.StreamException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session's way to its client that outlives a connection, once the client has enabled it: what was sent is kept until
 * it is acknowledged, and sent again on the connection that resumes the session. Until then it only passes on.
 *
 * <pre>
 *   attached --enable--&gt; attached, counting --detach--&gt; detached --resume--&gt; attached, counting
 *       any --close--&gt; closed
 * </pre>
 *
 * <p>Thread-safe; nothing blocks. All calls of its streams are made with its lock held, in the order of the wire.
 */
public final class ManagedOutlet implements Outlet {

    public static final String NAMESPACE = "urn:xmpp:sm:3";

    private static final int UNACKNOWLEDGED_LIMIT = 20_000;
    private static final long COUNTER = 1L << 32;

    private final String id = UUID.randomUUID().toString();
    private final Duration resumption;
    private final Deque<Element> unacknowledged = new ArrayDeque<>();
    private @Nullable Outlet stream;
    private boolean enabled;
    private boolean resumable;
    private boolean closed;
    private boolean asked;
    private int losses;
    private long handled;
    private long acknowledged;

    /** Begins attached to that stream; a resumption time of zero means that the feature is not offered. */
    public ManagedOutlet(Outlet stream, Duration resumption) {
        this.stream = stream;
        this.resumption = resumption;
    }

    @Override
    public synchronized void send(Element stanza) {
        if (closed) {
            return;
        }
        if (enabled && Stanzas.isStanza(stanza)) {
            unacknowledged.add(stanza);
            if (unacknowledged.size() > UNACKNOWLEDGED_LIMIT) {
                fail(StreamCondition.RESOURCE_CONSTRAINT, "too much is not acknowledged");
                return;
            }
        }
        pass(stanza);
        ask();
    }

    private void pass(Element element) {
        if (stream != null) {
            stream.send(element);
        }
    }

    /** One request at a time. */
    private void ask() {
        if (enabled && !asked && stream != null && !unacknowledged.isEmpty()) {
            asked = true;
            pass(element("r"));
        }
    }

    @Override
    public synchronized void fail(StreamCondition condition, String text) {
        if (stream != null) {
            stream.fail(condition, text);
        }
        // What ends in an error cannot be resumed (section 5).
        resumable = false;
    }

    @Override
    public synchronized void cut() {
        if (stream != null) {
            stream.cut();
        }
    }

    /** The client has sent one more stanza. */
    public synchronized void count() {
        if (enabled) {
            handled = (handled + 1) % COUNTER;
        }
    }

    /**
     * Takes an element of this namespace on a bound stream.
     *
     * @throws StreamException if the client acknowledges what it was not sent, or says something unknown
     */
    public synchronized void take(Element element) throws StreamException {
        switch (element.name()) {
            case "enable" -> pass(enable(element));
            case "r" -> {
                if (enabled) {
                    pass(element("a").with("h", Long.toString(handled)));
                }
            }
            case "a" -> {
                acknowledge(element);
                asked = false;
                ask();
            }
            case "resume" -> pass(failed("unexpected-request"));
            default -> throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "unknown in " + NAMESPACE);
        }
    }

    /** Begins to count if it can; gives the answer. */
    public synchronized Element enable(Element request) {
        if (resumption.isZero()) {
            return failed("service-unavailable");
        }
        if (enabled) {
            return failed("unexpected-request");
        }
        enabled = true;
        resumable = List.of("true", "1").contains(request.attribute("resume", ""));
        return element("enabled")
                .with("id", resumable ? id : null)
                .with("resume", resumable ? "true" : null)
                .with("max", resumable ? Long.toString(Math.max(1, resumption.toSeconds())) : null);
    }

    private void acknowledge(Element element) throws StreamException {
        long h;
        try {
            h = Long.parseLong(element.attribute("h", ""));
        } catch (NumberFormatException e) {
            throw new StreamException(StreamCondition.BAD_FORMAT, "'h' is no number");
        }
        long fresh = Math.floorMod(h - acknowledged, COUNTER);
        if (h < 0 || h >= COUNTER || fresh > unacknowledged.size()) {
            throw new StreamException(StreamCondition.UNDEFINED_CONDITION, "acknowledged more than was sent");
        }
        for (long i = 0; i < fresh; i++) {
            unacknowledged.remove();
        }
        acknowledged = h;
    }

    /** Whether a client may come back with that id. */
    public synchronized boolean isResumable(String previousId) {
        return !closed && resumable && id.equals(previousId);
    }

    /**
     * Goes on with that stream: answers, and sends again what was not acknowledged. A stream that still was there ends.
     *
     * @param wrapped how to say so on that stream
     * @return false if it is too late
     * @throws StreamException as for {@link #take}
     */
    public synchronized boolean resume(Outlet next, Element request, UnaryOperator<Element> wrapped)
            throws StreamException {
        if (closed || !resumable) {
            return false;
        }
        acknowledge(request);
        Outlet before = stream;
        stream = next;
        asked = false;
        pass(wrapped.apply(element("resumed").with("previd", id).with("h", Long.toString(handled))));
        unacknowledged.forEach(this::pass);
        ask();
        if (before != null) {
            before.fail(StreamCondition.CONFLICT, "the session was resumed elsewhere");
        }
        return true;
    }

    /** What the end of a stream means for the session. */
    public enum End {
        /** Another stream carries it now. */
        NOT_MINE,
        /** It waits to be resumed. */
        WAITS,
        /** It is over. */
        OVER
    }

    /** That stream has ended, for the worse if it is broken. */
    public synchronized End ended(Outlet which, boolean broken) {
        if (stream != which) {
            return End.NOT_MINE;
        }
        stream = null;
        losses++;
        return broken && resumable && !closed ? End.WAITS : End.OVER;
    }

    /** How often the client was lost. */
    public synchronized int losses() {
        return losses;
    }

    /** Whether nobody has come back since that loss; then nobody may any more. */
    public synchronized boolean expire(int loss) {
        boolean expired = stream == null && losses == loss;
        closed |= expired;
        return expired;
    }

    /** Ends it all; gives what the client has not acknowledged, oldest first. */
    public synchronized List<Element> close() {
        closed = true;
        List<Element> lost = List.copyOf(unacknowledged);
        unacknowledged.clear();
        return lost;
    }

    /** A refusal, section 3. */
    public static Element failed(String condition) {
        return element("failed").with(Element.of(Ns.STANZA_ERRORS, condition));
    }

    /** The answer to a wish to resume what is not there any more. */
    public static Element notFound() {
        return failed("item-not-found");
    }

    private static Element element(String name) {
        return Element.of(NAMESPACE, name);
    }

    /** The managed way behind that outlet. */
    public static Optional<ManagedOutlet> of(Outlet outlet) {
        return outlet instanceof ManagedOutlet managed ? Optional.of(managed) : Optional.empty();
    }
}
