package dev.duet.sip.internal.link;

import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkSecurity;
import dev.duet.model.LinkState;
import dev.duet.sip.internal.rfc3261.Binding;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.Registration;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.transport.StreamWire;
import dev.duet.spi.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs in by one server, stays signed in, signs out: the phases of {@link LinkPhase}. On the loop. */
final class SignIn {

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
    private static final Duration GOODBYE = Duration.ofMillis(1800);
    /** For a server that loses two datagrams: INVITE is sent after 0, 0.5 and 1.5 s (RFC 3261 17.1.1.2). */
    private static final Duration FAREWELLS = Duration.ofSeconds(2);

    private static final Duration ALL = Duration.ofMillis(2800);

    private final UserAgent agent;
    private final Binding binding;
    private final Flows flows;
    private final ServerLocator locator;
    private final Executor blocking;
    private final Listener listener;
    private final @Nullable BooleanSupplier othersUp;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Deque<StreamWire.Target> candidates = new ArrayDeque<>();
    private LinkPhase phase = LinkPhase.OFFLINE;
    private int attempt;
    private boolean outbound;
    private boolean reached;
    private @Nullable Failure lastFailure;
    private Flows.@Nullable Lease lease;
    private @Nullable Registration registration;
    private @Nullable Keepalive keepalive;
    private Loop.@Nullable Timer retry;

    /**
     * Nothing is done yet.
     *
     * @param othersUp whether other flows of the account are up; null for one that has this alone
     */
    SignIn(
            Binding binding,
            Flows flows,
            ServerLocator locator,
            Executor blocking,
            Listener listener,
            @Nullable BooleanSupplier othersUp) {
        this.agent = binding.agent();
        this.binding = binding;
        this.flows = flows;
        this.locator = locator;
        this.blocking = blocking;
        this.listener = listener;
        this.othersUp = othersUp;
    }

    void connect() {
        if (phase != LinkPhase.CONNECTING && phase != LinkPhase.ONLINE) {
            backoff.reset();
            begin();
        }
    }

    /** Signs out when calls that are over have nothing left to say; {@code then} runs once, within three seconds. */
    void disconnect(Runnable then) {
        Registration bound = registration;
        boolean wasOnline = phase == LinkPhase.ONLINE;
        phase = LinkPhase.OFFLINE;
        int goodbye = ++attempt;
        stopTimers();
        if (!wasOnline || bound == null) {
            drop();
            told(new LinkState.Offline());
            then.run();
            return;
        }
        listener.leaving();
        Runnable finish = () -> {
            if (attempt == goodbye) {
                attempt++;
                drop();
                told(new LinkState.Offline());
                then.run();
            }
        };
        agent.loop().schedule(ALL, finish);
        agent.farewells().await(FAREWELLS, () -> {
            if (attempt == goodbye) {
                agent.loop().schedule(GOODBYE, finish);
                bound.end(finish);
            }
        });
    }

    /** Ends without a word. */
    void abandon() {
        phase = LinkPhase.OFFLINE;
        attempt++;
        stopTimers();
        drop();
    }

    void networkChanged() {
        Flow flow = binding.flow();
        if (phase == LinkPhase.WAITING) {
            connect();
        } else if (phase == LinkPhase.ONLINE && flow != null) {
            int current = attempt;
            blocking.execute(() -> {
                boolean same = isLocalStill(flow);
                agent.loop().execute(() -> checked(current, same));
            });
        }
    }

    private void checked(int asked, boolean same) {
        if (asked != attempt || phase != LinkPhase.ONLINE) {
            return;
        }
        if (same && keepalive != null && registration != null) {
            keepalive.ask();
            registration.bind();
        } else {
            LOG.info("{} has another network now", agent.self());
            release(Failure.of(Failure.Kind.NETWORK, Failure.Origin.LOCAL, Failure.Retry.NOW, "The network changed"));
            backoff.reset();
            begin();
        }
    }

    private static boolean isLocalStill(Flow flow) {
        try {
            InetAddress now = Candidates.towards(flow.remote());
            return now.equals(flow.local().getAddress());
        } catch (IOException e) {
            return false;
        }
    }

    private void begin() {
        stopTimers();
        drop();
        int current = ++attempt;
        lastFailure = null;
        reached = false;
        phase = LinkPhase.CONNECTING;
        told(new LinkState.Connecting());
        blocking.execute(() -> {
            Candidates found = Candidates.find(agent.config(), binding.server(), locator, flows.sctp());
            agent.loop().execute(() -> located(current, found));
        });
    }

    private void located(int asked, Candidates found) {
        if (asked != attempt) {
            return;
        }
        lastFailure = found.failure();
        candidates.clear();
        candidates.addAll(found.targets());
        tryNext();
    }

    private void tryNext() {
        drop();
        StreamWire.Target target = candidates.poll();
        if (target == null) {
            failed(lastFailure, Duration.ZERO);
            return;
        }
        int current = attempt;
        lease = flows.open(target, new Flows.Listener() {
            @Override
            public void opened(Flow flow) {
                if (attempt == current) {
                    SignIn.this.opened(flow);
                }
            }

            @Override
            public void closed(Failure failure) {
                if (attempt == current) {
                    SignIn.this.closed(failure);
                }
            }
        });
    }

    private void opened(Flow flow) {
        int current = attempt;
        reached = true;
        binding.flow(flow);
        Registration fresh = new Registration(binding, new Registration.Listener() {
            @Override
            public void bound() {
                if (attempt == current) {
                    SignIn.this.bound(flow);
                }
            }

            @Override
            public void failed(Failure failure, Duration wait) {
                if (attempt == current) {
                    SignIn.this.refused(failure, wait);
                }
            }
        });
        registration = fresh;
        fresh.bind();
    }

    private void bound(Flow flow) {
        if (phase == LinkPhase.ONLINE) {
            return;
        }
        phase = LinkPhase.ONLINE;
        backoff.reset();
        outbound = binding.registered().outbound();
        reached = false;
        candidates.clear();
        Keepalive watch = new Keepalive(binding, flows.pulse(), flow, failure -> lost(failure, Duration.ZERO));
        keepalive = watch;
        watch.start();
        binding.onSent(watch::sent);
        LinkSecurity security =
                new LinkSecurity(flow.tls().version(), flow.tls().cipher(), agent.authentication());
        told(new LinkState.Online(agent.loop().now(), agent.self(), security));
        listener.online();
    }

    private void closed(Failure failure) {
        if (phase == LinkPhase.ONLINE) {
            lost(failure, Duration.ZERO);
        } else {
            lastFailure = failure;
            tryNext();
        }
    }

    private void refused(Failure failure, Duration wait) {
        if (phase == LinkPhase.ONLINE) {
            lost(failure, wait);
        } else if (candidates.isEmpty() || failure.retry() == Failure.Retry.NEVER) {
            failed(failure, wait);
        } else {
            lastFailure = failure;
            tryNext();
        }
    }

    private void lost(Failure failure, Duration wait) {
        LOG.info("{} lost its server: {}", agent.self(), failure);
        release(failure);
        failed(failure, wait);
    }

    private void release(Failure failure) {
        Flow broken = binding.flow();
        if (registration != null) {
            registration.abandon(); // what is lost now is told once
        }
        binding.flow(null);
        if (broken != null) {
            binding.lost(broken, isUpBeside() ? another(failure) : failure);
        }
        if (lease != null) {
            lease.abandon();
            lease = null;
        }
        listener.lost();
    }

    private void failed(@Nullable Failure known, Duration wait) {
        Failure failure = known != null
                ? known
                : Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, "No server was found");
        boolean wasUp = phase == LinkPhase.ONLINE;
        stopTimers();
        drop();
        attempt++;
        if (failure.retry() == Failure.Retry.NEVER) {
            phase = LinkPhase.FAILED;
            told(new LinkState.Failed(failure));
            return;
        }
        phase = LinkPhase.WAITING;
        Duration own = pause(wasUp);
        Duration delay = wait.compareTo(own) > 0 ? wait : own;
        retry = agent.loop().schedule(delay, this::begin);
        told(new LinkState.Waiting(failure, agent.loop().now().plus(delay)));
    }

    /** A way that broke is replaced at once. */
    private Duration pause(boolean wasUp) {
        if (!wasUp && othersUp != null) {
            return backoff.nextOfSeveral(isUpBeside());
        }
        // A registrar that refuses what it took before is spared as it asks to be; who cannot get there tries harder.
        return outbound && reached ? backoff.nextOutbound() : backoff.next();
    }

    /** For what went by this way, and can go by another. */
    private static Failure another(Failure failure) {
        return Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.NOW, failure.message());
    }

    private boolean isUpBeside() {
        return othersUp != null && othersUp.getAsBoolean();
    }

    private void stopTimers() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        if (keepalive != null) {
            keepalive.stop();
            keepalive = null;
            binding.onSent(() -> {});
        }
    }

    /** Lets go of the registration and of the socket. */
    private void drop() {
        if (registration != null) {
            registration.abandon();
            registration = null;
        }
        binding.flow(null);
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    private void told(LinkState state) {
        LOG.debug("{} is {}", agent.self(), state);
        listener.state(state);
    }

    /** The facts of signing in. On the loop. */
    interface Listener {

        /** For the application. */
        void state(LinkState state);

        /** Signed in; told before {@link #state} tells the application of anything else. */
        void online();

        /** The server is gone for the time being. */
        void lost();

        /** About to sign out; requests can still be sent. */
        void leaving();
    }
}
