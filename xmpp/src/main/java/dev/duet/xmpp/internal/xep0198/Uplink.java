package dev.duet.xmpp.internal.xep0198;

import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.xep0198.Intake.Taken;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session's way to its server, over one stream after another where the server lets sessions be resumed (XEP-0198).
 * What is sent between two streams goes out on the next one. Where nothing is counted, what was written counts as
 * arrived, and there is one stream only.
 *
 * <p>The server is asked what it has as soon as a message waits for it, or {@link #MANY} stanzas do; one question at a
 * time, and the next one after a {@link Pace#PAUSE}, unless {@link #SOON} wait: each question wakes five threads, and
 * who says a thousand things a second need not be told of each.
 */
@OnLoop
public final class Uplink implements Outbox {

    /** With so many stanzas that wait for the server it is asked at once. */
    static final int SOON = 100;

    private static final int MANY = 5;
    private static final int MOST = 100_000;

    private final Acks acks = new Acks();
    private final Intake intake;
    private final Pace pace;
    private final Set<Xml> withdrawn = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Consumer<Xml> arrived;
    private final Runnable broken;
    private @Nullable Outbox stream;
    private @Nullable String id;
    private Duration max = Duration.ZERO;
    private boolean managed;
    private boolean counting;
    private boolean asked;

    /**
     * A way without a stream.
     *
     * @param arrived is told of each stanza that the server has
     * @param broken is told when the server breaks the rules, or takes nothing any more
     */
    public Uplink(Loop loop, Consumer<Xml> arrived, Runnable broken) {
        this.intake = new Intake(loop, this::answer);
        this.pace = new Pace(loop, this::ask);
        this.arrived = arrived;
        this.broken = broken;
    }

    /** Begins on a stream with a session of its own. */
    public void begin(Outbox newStream, Management management) {
        stream = newStream;
        managed = management.on();
        id = management.id();
        max = management.max();
    }

    /**
     * Goes on with the session on that stream: what the server does not have is sent again, before anything new.
     *
     * @return false when the server tells nonsense of what it has
     */
    public boolean resume(Outbox newStream, Management management) {
        if (!acknowledge(management.handled())) {
            return false;
        }
        acks.remove(withdrawn::remove);
        stream = newStream;
        asked = false;
        pace.begin();
        for (Xml stanza : acks.unacknowledged()) {
            pass(stanza);
        }
        ask();
        return true;
    }

    /** The stream is gone. */
    public void detach() {
        stream = null;
        intake.forget();
    }

    /** What to ask a new stream for; null when this session cannot go on. */
    public Management.@Nullable Wish wish() {
        return id == null ? null : new Management.Wish(id, intake.handled());
    }

    /** For how long after a loss the server remembers the session. */
    public Duration max() {
        return max;
    }

    @Override
    public boolean send(Xml stanza) {
        if (stream == null && !managed || isFull()) {
            return false;
        }
        if (!managed && !stanza.name().equals("message")) {
            return pass(stanza);
        }
        acks.sent(stanza); // unmanaged, it is there until it was written
        boolean passed = pass(stanza);
        ask();
        return managed || passed;
    }

    /**
     * Gives up a message: it is not sent again, should the server not have it when the stream is lost. What is on the
     * wire cannot be called back.
     */
    public void withdraw(String messageId) {
        acks.unacknowledged().stream()
                .filter(stanza -> stanza.name().equals("message") && messageId.equals(stanza.attribute("id")))
                .forEach(withdrawn::add);
    }

    /** True when so much waits for the server that nothing more is taken. */
    public boolean isFull() {
        return acks.waiting() >= MOST;
    }

    /** Once something did not pass nothing may overtake it. */
    private boolean pass(Xml element) {
        if (stream == null) {
            return false;
        }
        if (stream.send(element)) {
            return true;
        }
        stream = null;
        broken.run();
        return false;
    }

    private void ask() {
        boolean worth = acks.messages() > 0 || acks.waiting() >= MANY;
        if (managed && !asked && worth && stream != null && pace.may(acks.waiting() >= SOON)) {
            askNow();
        }
    }

    private void askNow() {
        asked = true;
        pace.happens();
        pass(Xml.empty("r", Management.NAMESPACE));
    }

    /**
     * Asks what the server has of all that was sent, and tells it what was handled, before the stream is closed: later
     * there is nobody to ask, and what the server is not told of it takes for lost.
     */
    public void settle() {
        if (managed && stream != null) {
            intake.answerLast();
        }
        if (managed && acks.waiting() > 0) {
            askNow();
        }
    }

    /** A message was written, which is all that is known of it where nothing is counted. */
    public void written(Xml stanza) {
        if (!managed && acks.acknowledge(stanza)) {
            arrived(stanza);
        }
    }

    /**
     * Takes what came: counts stanzas, answers questions, takes acknowledgements.
     *
     * @return a stanza, for others to look at and to release; null when it was none
     */
    public @Nullable Taken take(Xml element) {
        if (!element.namespace().equals(Management.NAMESPACE)) {
            return counting ? intake.stanza() : intake.uncounted();
        }
        switch (element.name()) {
            case "enabled", "resumed" -> counting = managed;
            case "r" -> {
                if (managed) {
                    intake.question();
                }
            }
            case "a" -> {
                asked = false;
                if (managed && !acknowledge(Management.number(element.attribute("h")))) {
                    stream = null;
                    broken.run();
                } else {
                    ask();
                }
            }
            default -> {
                // an answer to what the sign-in asked
            }
        }
        return null;
    }

    private void answer() {
        if (stream != null) {
            pass(Xml.element("a", Management.NAMESPACE)
                    .attribute("h", Long.toString(intake.handled()))
                    .build());
        }
    }

    private void arrived(Xml stanza) {
        withdrawn.remove(stanza);
        arrived.accept(stanza);
    }

    private boolean acknowledge(long h) {
        List<Xml> fresh = acks.acknowledge(h);
        if (fresh == null) {
            return false;
        }
        fresh.forEach(this::arrived);
        return true;
    }

    /**
     * The session is over.
     *
     * @param handled how many stanzas the server says it had; -1 when it does not say
     * @return what it may not have, in order
     */
    public List<Xml> end(long handled) {
        if (managed && handled >= 0) {
            acknowledge(handled);
        }
        stream = null;
        id = null;
        managed = false;
        intake.forget();
        acks.remove(withdrawn::remove);
        return acks.unacknowledged();
    }
}
