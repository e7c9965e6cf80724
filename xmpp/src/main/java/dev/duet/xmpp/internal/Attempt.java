package dev.duet.xmpp.internal;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.XmppConfig;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.stream.SignIn;
import dev.duet.xmpp.internal.stream.XmppStream;
import dev.duet.xmpp.internal.xep0484.Tokens;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt to sign in, and the stream that came of it. What comes of it is told on the loop. */
@OnLoop
final class Attempt implements SignIn.Outcome {

    /** A session that lasted that long was a good one. */
    private static final Duration STABLE = Duration.ofSeconds(60);

    private final XmppStack stack;
    private final Loop loop;
    private final Duration timeout;
    private final Owner owner;
    private final SignIn.@Nullable Before before;
    private final SignIn signIn;
    private final List<Xml> early = new ArrayList<>();
    private Loop.@Nullable Timer deadline;
    private @Nullable XmppStream stream;
    private @Nullable Failure lost;
    private long onlineSince;

    /** Whose attempt it is. */
    interface Owner {
        void signedIn(Attempt attempt, SignIn.SignedIn result);

        void notSignedIn(Attempt attempt, Failure failure);

        /** The stream is gone; without a word of either side if the session may go on. */
        void lost(Attempt attempt, Failure failure, boolean mayGoOn);

        void stanza(Attempt attempt, Xml stanza);

        void written(Attempt attempt, Xml message);
    }

    /**
     * Not begun yet.
     *
     * @param before what it should go on with
     */
    Attempt(XmppStack stack, XmppConfig config, SignIn.@Nullable Before before, Tokens tokens, Owner owner) {
        this.stack = stack;
        this.loop = stack.context().loop();
        this.timeout = config.timeout();
        this.before = before;
        this.owner = owner;
        this.signIn = new SignIn(config, stack.servers(), stack.web(), loop::nanoTime, before, tokens, this);
    }

    /** Begins; false when nothing begins any more. */
    boolean start() {
        within(
                timeout,
                () -> signIn.abort(
                        Failure.of(Kind.TIMEOUT, Origin.SERVER, Retry.LATER, "Not signed in within " + timeout)));
        return stack.start(signIn);
    }

    /** Does that when the time has passed and the clock was not stopped. */
    void within(Duration time, Runnable otherwise) {
        deadline = loop.schedule(time, otherwise);
    }

    void stopClock() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** Ends a sign-in that goes on. */
    void abort(Failure failure) {
        stopClock();
        signIn.abort(failure);
    }

    /** Ends the connection, without a word. */
    void kill() {
        signIn.kill();
    }

    /** It is signed in. */
    void online(XmppStream now) {
        stream = now;
        onlineSince = loop.nanoTime();
    }

    /** True when what was signed in lasted: its loss is no sign that the next will be lost, too. */
    boolean lasted() {
        return loop.nanoTime() - onlineSince > STABLE.toNanos();
    }

    SignIn.@Nullable Before before() {
        return before;
    }

    @Nullable
    XmppStream stream() {
        return stream;
    }

    /** The stream was lost while the word that it was signed in was still on its way. */
    void lostEarly(Failure failure) {
        lost = failure;
    }

    /** Why the stream was lost before; null when it was not. */
    @Nullable
    Failure lost() {
        return lost;
    }

    /** Keeps what came before the word that it was signed in. */
    void early(Xml stanza) {
        early.add(stanza);
    }

    /** What was kept. */
    List<Xml> takeEarly() {
        List<Xml> taken = List.copyOf(early);
        early.clear();
        return taken;
    }

    @Override
    public void signedIn(SignIn.SignedIn result) {
        loop.execute(() -> owner.signedIn(this, result));
    }

    @Override
    public void failed(Failure failure) {
        stack.ended(signIn);
        loop.execute(() -> owner.notSignedIn(this, failure));
    }

    @Override
    public void ended(Failure failure, boolean mayGoOn) {
        loop.execute(() -> owner.lost(this, failure, mayGoOn));
    }

    @Override
    public void terminated() {
        stack.ended(signIn);
    }

    @Override
    public void stanza(Xml stanza, Runnable looked) {
        loop.execute(() -> {
            looked.run();
            owner.stanza(this, stanza);
        });
    }

    @Override
    public void written(Xml stanza) {
        if (stanza.name().equals("message")) {
            loop.execute(() -> owner.written(this, stanza));
        }
    }
}
