package dev.duet.xmpp.internal;

import dev.duet.model.Capability;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.LinkConfig;
import dev.duet.model.Protocol;
import dev.duet.model.XmppConfig;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;
import dev.duet.xmpp.internal.rfc2782.Servers;
import dev.duet.xmpp.internal.stream.SignIn;
import dev.duet.xmpp.internal.stream.WebClients;
import dev.duet.xmpp.internal.xep0030.CapsCache;
import dev.duet.xmpp.internal.xep0084.AvatarCache;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** XMPP in one runtime. Holds what its accounts share, and knows every stream that lives. */
public final class XmppStack implements ProtocolStack {

    /** What an account can do. */
    static final Set<Capability> CAPABILITIES = Set.of(
            Capability.AUDIO_CALL,
            Capability.MESSAGE,
            Capability.CHAT_STATES,
            Capability.RECEIPTS,
            Capability.CORRECTIONS,
            Capability.RETRACTIONS,
            Capability.REACTIONS,
            Capability.REPLIES,
            Capability.ATTENTION,
            Capability.PRESENCE,
            Capability.ROSTER);

    private static final long CLOSE_MILLIS = 1_800;

    private final RuntimeContext context;
    private final RandomGenerator random = new SecureRandom();
    private final Servers servers = new Servers(random);
    private final WebClients web;
    private final CapsCache caps = new CapsCache();
    private final AvatarCache avatars = new AvatarCache();
    private final Set<SignIn> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A stack of that runtime. */
    public XmppStack(RuntimeContext context) {
        this(context, new WebClients());
    }

    XmppStack(RuntimeContext context, WebClients web) {
        this.context = context;
        this.web = web;
    }

    @Override
    public Protocol protocol() {
        return Protocol.XMPP;
    }

    @Override
    @OnLoop
    public Link link(LinkConfig config, LinkListener listener) {
        if (!(config instanceof XmppConfig xmpp)) {
            throw new IllegalArgumentException("Not an XMPP configuration: " + config.protocol());
        }
        return new XmppLink(xmpp, listener, this);
    }

    @Override
    public void close() {
        closed = true;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        Failure failure = Failure.of(Kind.CLOSED, Origin.LOCAL, Retry.NEVER, "Duet was closed");
        live.forEach(signIn -> signIn.abort(failure));
        try {
            for (SignIn signIn : live) {
                signIn.awaitTermination(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        live.clear();
        web.close();
    }

    /** Starts an attempt off the loop; false when nothing can be started any more. */
    boolean start(SignIn signIn) {
        live.add(signIn);
        if (!closed && run(signIn)) {
            return true;
        }
        live.remove(signIn);
        return false;
    }

    /** Runs something that blocks. */
    boolean run(Runnable task) {
        try {
            context.blocking().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** The stream of that attempt is no more. */
    void ended(SignIn signIn) {
        live.remove(signIn);
    }

    boolean isClosed() {
        return closed;
    }

    RuntimeContext context() {
        return context;
    }

    RandomGenerator random() {
        return random;
    }

    Servers servers() {
        return servers;
    }

    WebClients web() {
        return web;
    }

    CapsCache caps() {
        return caps;
    }

    AvatarCache avatars() {
        return avatars;
    }
}
