package dev.duet.xmpp.internal;

import dev.duet.model.Failure;
import dev.duet.model.XmppConfig;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.stream.SignIn;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes an account at a server, on a stream of its own (XEP-0077). */
final class Registering implements SignIn.Outcome {

    private static final long GOODBYE_MILLIS = 500;

    private final XmppStack stack;
    private final SignIn attempt;
    private final Consumer<@Nullable Failure> then;
    private boolean told; // on the loop

    private Registering(XmppConfig config, XmppStack stack, Consumer<@Nullable Failure> then) {
        this.stack = stack;
        this.then = then;
        this.attempt = SignIn.registering(
                config, stack.servers(), stack.web(), stack.context().loop()::nanoTime, this);
    }

    /** Begins, and tells on the loop what came of it. */
    @OnLoop
    static void start(XmppConfig config, XmppStack stack, Consumer<@Nullable Failure> then) {
        Registering registering = new Registering(config, stack, then);
        stack.context().loop().schedule(config.timeout(), () -> {
            if (!registering.told) {
                registering.attempt.abort(Failure.of(
                        Failure.Kind.TIMEOUT,
                        Failure.Origin.SERVER,
                        Failure.Retry.LATER,
                        "No account within " + config.timeout()));
            }
        });
        if (!stack.start(registering.attempt)) {
            registering.tell(
                    Failure.of(Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "Duet was closed"));
        }
    }

    private void tell(@Nullable Failure failure) {
        stack.context().loop().execute(() -> {
            if (!told) {
                told = true;
                then.accept(failure);
            }
        });
    }

    @Override
    public void signedIn(SignIn.SignedIn result) {
        tell(null);
        result.stream().close(GOODBYE_MILLIS); // this thread may block
        attempt.kill();
    }

    @Override
    public void failed(Failure failure) {
        stack.ended(attempt);
        tell(failure);
    }

    @Override
    public void stanza(Xml stanza, Runnable looked) {
        looked.run(); // nothing was asked that is answered here
    }

    @Override
    public void written(Xml stanza) {
        // nobody waits for it
    }

    @Override
    public void ended(Failure failure, boolean lost) {
        tell(failure);
    }

    @Override
    public void terminated() {
        stack.ended(attempt);
    }
}
