package dev.duet.xmpp.internal.rfc6120;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Requests and their answers (RFC 6120 8.2.3). Each is settled once: by its answer, by time, or by the end. */
@OnLoop
public final class Iqs {

    /** How the ids of our requests begin. */
    public static final String ID_PREFIX = "duet-";

    /** Silence after a request, also of the server, that is worth a question. */
    private static final Duration DOUBT = Duration.ofSeconds(5);

    private final Outbox out;
    private final Loop loop;
    private final Address.Xmpp self;
    private final Duration timeout;
    private final Map<String, Pending> pending = new HashMap<>();
    private final LongSupplier lastHeard;
    private final Runnable doubt;
    private long count;
    private boolean paused;

    /** Requests of a session that is bound to that address, of a server that is never doubted. */
    public Iqs(Outbox out, Loop loop, Address.Xmpp self, Duration timeout) {
        this(out, loop, self, timeout, loop::nanoTime, () -> {});
    }

    /**
     * Requests of a session that is bound to that address.
     *
     * @param lastHeard when something came last of the server, on the loop's {@link Loop#nanoTime()}
     * @param doubt is told when nothing came since a request, so that the stream may be broken without a word
     */
    public Iqs(Outbox out, Loop loop, Address.Xmpp self, Duration timeout, LongSupplier lastHeard, Runnable doubt) {
        this.out = out;
        this.loop = loop;
        this.self = self;
        this.timeout = timeout;
        this.lastHeard = lastHeard;
        this.doubt = doubt;
    }

    /**
     * An answer: a result, or why there is none.
     *
     * @param stanza the whole stanza, of type result or error; null when none came
     * @param failure null for a result
     */
    public record Answer(@Nullable Xml stanza, @Nullable Failure failure) {

        /** The child of the result of that name, or null. */
        public @Nullable Xml payload(String name, String namespace) {
            return stanza == null || failure != null ? null : stanza.child(name, namespace);
        }
    }

    private record Pending(Address.@Nullable Xmpp to, Consumer<Answer> consumer, Duration limit, Loop.Timer timer) {}

    /** Asks for something; to null is the own account at the own server. */
    public void get(Address.@Nullable Xmpp to, Xml payload, Consumer<Answer> consumer) {
        request("get", to, payload, timeout, consumer);
    }

    /**
     * Changes something; to null is the own account at the own server.
     *
     * @return the stanza as it leaves; null when there is no connection for it
     */
    public @Nullable Xml set(Address.@Nullable Xmpp to, Xml payload, Consumer<Answer> consumer) {
        return request("set", to, payload, timeout, consumer);
    }

    /**
     * Sends a request with a time limit of its own.
     *
     * @return the stanza as it leaves; null when there is no connection for it
     */
    public @Nullable Xml request(
            String type, Address.@Nullable Xmpp to, Xml payload, Duration limit, Consumer<Answer> consumer) {
        String id = ID_PREFIX + Long.toString(++count, Character.MAX_RADIX);
        Xml iq = Xml.element("iq", Xml.CLIENT)
                .attribute("type", type)
                .attribute("id", id)
                .attribute("to", to == null ? null : to.jid())
                .add(payload)
                .build();
        pending.put(id, new Pending(to, consumer, limit, paused ? () -> {} : clock(id, limit)));
        if (!out.send(iq)) {
            loop.execute(() -> fail(id, notConnected()));
            return null;
        }
        return iq;
    }

    /** A third of the time, and it is asked whether the stream is still there. */
    private Loop.Timer clock(String id, Duration limit) {
        Duration third = limit.dividedBy(3);
        Duration early = third.compareTo(DOUBT) > 0 ? DOUBT : third;
        long now = loop.nanoTime();
        return loop.schedule(early, () -> {
            late(id, limit.minus(early), limit);
            if (lastHeard.getAsLong() - now < 0) {
                doubt.run();
            }
        });
    }

    private void late(String id, Duration rest, Duration limit) {
        Failure late = Failure.of(Kind.TIMEOUT, Origin.SERVER, Retry.LATER, "No answer within " + limit);
        pending.computeIfPresent(
                id,
                (same, request) ->
                        new Pending(request.to, request.consumer, limit, loop.schedule(rest, () -> fail(id, late))));
    }

    /** There is no stream for now: answers cannot be late. */
    public void pause() {
        paused = true;
        pending.values().forEach(request -> request.timer.cancel());
    }

    /** There is a stream again: each request has all of its time. */
    public void unpause() {
        paused = false;
        pending.replaceAll(
                (id, request) -> new Pending(request.to, request.consumer, request.limit, clock(id, request.limit)));
    }

    /** Takes a stanza of type result or error. Ignores what nobody asked for, or what somebody else answers. */
    public void answered(Xml iq) {
        String id = iq.attribute("id", "");
        Pending request = pending.get(id);
        if (request == null || !mayAnswer(request.to, iq.attribute("from"))) {
            return;
        }
        pending.remove(id);
        request.timer.cancel();
        boolean good = iq.attribute("type", "").equals("result");
        request.consumer.accept(good ? new Answer(iq, null) : new Answer(iq, StanzaErrors.failure(iq)));
    }

    /** Fails all that waits. */
    public void end(Failure failure) {
        List<String> all = new ArrayList<>(pending.keySet());
        all.forEach(id -> fail(id, failure));
    }

    /** The failure of what was to be sent without a connection. */
    public static Failure notConnected() {
        return Failure.of(Kind.NETWORK, Origin.LOCAL, Retry.LATER, "Not connected to the XMPP server");
    }

    private void fail(String id, Failure failure) {
        Pending request = pending.remove(id);
        if (request != null) {
            request.timer.cancel();
            request.consumer.accept(new Answer(null, failure));
        }
    }

    /** RFC 6120 8.1.2.1: the own server may leave its name out, or answer for the account. */
    private boolean mayAnswer(Address.@Nullable Xmpp to, @Nullable String from) {
        if (from == null) {
            return to == null || to.equals(self.bare()) || isOwnServer(to);
        }
        Address.Xmpp sender = Jids.read(from);
        if (sender == null) {
            return false;
        }
        return to == null
                ? sender.equals(self.bare()) || sender.equals(self) || isOwnServer(sender)
                : sender.equals(to);
    }

    private boolean isOwnServer(Address.Xmpp address) {
        return address.local() == null
                && address.resource() == null
                && address.domain().equals(self.domain());
    }
}
