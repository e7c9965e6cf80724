package dev.duet.media.internal.transport;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaPath;
import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * RTP and RTCP on the way that ICE finds (RFC 8445). The ports are ours: ice4j sees only checks, and packets of media
 * go straight to the port, or the TURN server's channel, of the chosen pair. RTP and RTCP share a port (RFC 5761),
 * unless the other side offers without.
 *
 * <p>When the other side answers without ICE, the default candidate is used as in {@link PlainTransport}, but RTCP is
 * received on RTP's port only.
 */
public final class IceTransport implements MediaTransport, IceSearch.Events, Gathering.Events {

    /** How long a description waits for candidates when none may follow it. */
    static final Duration GATHER_LIMIT = Duration.ofSeconds(1);

    /** How often a host that has no address is looked at again. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** How long packets may still come by the way before, which the other side may leave later. */
    static final Duration LATECOMERS = Duration.ofSeconds(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final boolean hidden;
    private final Trickling trickling;
    private final RuntimeContext context;
    private final Listener listener;
    private final SerialTasks tasks;
    private final HostPorts hostPorts;
    private final IceFlow flow;
    private final Gathering gathering;
    private final LocalView view;
    private final EarlyCandidates early;
    private final Fallback fallback;

    private volatile boolean closed;

    // Of the tasks, which run one at a time.
    private boolean controlling;
    private boolean peerTrickles;
    private int components = 1;
    private int generationCount;
    private @Nullable IceSearch pending;
    private Telling telling;
    private Loop.@Nullable Timer gatherLimit;
    private Loop.@Nullable Timer again;
    private Loop.@Nullable Timer release;

    // Of the loop.
    private boolean restarting;
    private @Nullable String remoteFragment;

    /**
     * Makes a transport; nothing is opened yet.
     *
     * @param localHint the local address that the signalling uses; empty when unknown
     * @param trickling when candidates are told
     * @param farewells who gives back what TURN servers lent
     */
    public IceTransport(
            MediaConfig config,
            String localHint,
            Trickling trickling,
            RuntimeContext context,
            Farewells farewells,
            Listener listener) {
        this(config, localHint, trickling, context, farewells, listener, () -> HostPorts.ofThisHost(config, localHint));
    }

    /** The same; what TURN servers lent is given back without waiting for their answer. */
    public IceTransport(
            MediaConfig config, String localHint, Trickling trickling, RuntimeContext context, Listener listener) {
        this(config, localHint, trickling, context, Farewells.HASTY, listener);
    }

    IceTransport(
            MediaConfig config,
            String localHint,
            Trickling trickling,
            RuntimeContext context,
            Farewells farewells,
            Listener listener,
            Callable<List<InetAddress>> addresses) {
        this.hidden = config.relayOnly();
        this.trickling = trickling;
        this.context = context;
        this.listener = listener;
        tasks = new SerialTasks(
                context.blocking(),
                e -> fail(
                        Origin.LOCAL, Retry.LATER, "ICE failed: " + e.getClass().getSimpleName()));
        hostPorts = new HostPorts(config, addresses);
        StunProbes probes = new StunProbes(RANDOM);
        flow = new IceFlow(probes, context.loop(), this::lost);
        gathering = new Gathering(config, context, tasks, flow, probes, RANDOM, farewells, this);
        view = new LocalView(localHint, hidden);
        early = new EarlyCandidates(context.blocking(), tasks, hidden);
        fallback = new Fallback(view, context.loop());
        telling = newTelling();
    }

    // --- this side

    @Override
    public void open(@Nullable MediaDescription offer) {
        restarting = offer == null;
        tasks.add(() -> {
            controlling = offer == null;
            components = offer != null && !offer.rtcpMux() ? 2 : 1;
            peerTrickles = offer != null && trickles(offer);
            beginOrFail("Media cannot be set up: ");
        });
    }

    @Override
    public void restart() {
        restarting = true;
        tasks.add(this::beginAnew);
    }

    /** A host whose cable is out for the moment has no address; how long to wait for one is the call's to say. */
    private void beginAnew() {
        cancel(again);
        again = null;
        if (closed || generationCount == 0 || fallback.flow() != null) {
            return;
        }
        try {
            begin();
        } catch (IOException e) {
            again = context.loop().schedule(AGAIN, () -> tasks.add(this::beginAnew));
        }
    }

    /** False when that did not work, which was told. */
    private boolean beginOrFail(String orElse) {
        try {
            if (!closed) {
                begin();
            }
            return !closed;
        } catch (IOException e) {
            fail(Origin.LOCAL, Retry.LATER, orElse + e.getMessage());
            return false;
        }
    }

    /** Makes a generation, and tells of it. */
    private void begin() throws IOException {
        renewPorts();
        telling = newTelling();
        replace(new IceSearch(
                generationCount++,
                controlling,
                components,
                view.all(flow),
                hidden,
                telling,
                context.loop(),
                tasks,
                this));
        gathering.start(flow.hosts(), components, hostPorts.only());
        if (telling.isReady()) {
            tell();
        } else {
            cancel(gatherLimit);
            gatherLimit = context.loop().schedule(GATHER_LIMIT, () -> tasks.add(this::tell));
        }
    }

    private Telling newTelling() {
        boolean waits = trickling == Trickling.NONE || trickling == Trickling.HALF && !peerTrickles;
        return new Telling(listener, waits, trickling != Trickling.NONE);
    }

    /** Candidates can follow only where each is told of its medium (RFC 8840 4.1.1). */
    private static boolean trickles(MediaDescription description) {
        IceDescription ice = description.ice();
        return ice != null
                && ice.options().contains("trickle")
                && !description.id().isEmpty();
    }

    private void renewPorts() throws IOException {
        cancel(release);
        if (generationCount == 0) {
            flow.hosts(hidden ? List.of() : hostPorts.refresh(List.of(), components == 2));
        } else if (!hidden) {
            List<IcePort> before = flow.hosts();
            boolean two = components == 2;
            flow.renew(fallback.flow() == null ? hostPorts.renew(before, two) : hostPorts.refresh(before, two));
        } else if (hostPorts.addresses().isEmpty()) {
            throw new IOException("this host has no address but loopback");
        } else {
            flow.renew(List.of());
        }
        if (closed) {
            flow.close();
        }
    }

    private void tell() {
        IceSearch next = pending;
        if (!closed && next != null) {
            cancel(gatherLimit);
            telling.describe(view, flow.hosts(), components == 2, next.generation()::description);
        }
    }

    @Override
    public void reflexive(IcePort port, InetSocketAddress mapped, InetSocketAddress server) {
        IceSearch next = pending;
        tell(next == null ? null : next.generation().addReflexive(port, mapped, server));
    }

    @Override
    public void relayed(IcePort port) {
        IceSearch next = pending;
        tell(next == null ? null : next.generation().add(port));
    }

    private void tell(@Nullable IceCandidate candidate) {
        if (!closed) {
            telling.candidate(candidate);
        }
    }

    @Override
    public void gathered() {
        IceSearch next = pending;
        if (!closed && next != null) {
            next.gathered();
            tell();
        }
    }

    @Override
    public void warning(Failure failure) {
        if (!closed) {
            listener.warning(failure);
        }
    }

    private void replace(@Nullable IceSearch next) {
        IceSearch old = pending;
        pending = next;
        flow.generations(next == null ? List.of() : List.of(next.generation()));
        if (old != null) {
            old.end();
        }
    }

    // --- the other side

    @Override
    public boolean remote(MediaDescription description, boolean iceLite) {
        IceDescription ice = description.ice();
        if (ice == null) {
            tasks.add(() -> fallBack(description));
            return false;
        }
        boolean fresh = !ice.usernameFragment().equals(remoteFragment);
        boolean theirs = fresh && remoteFragment != null && !restarting;
        if (fresh) {
            restarting = false;
        }
        remoteFragment = ice.usernameFragment();
        boolean trickles = trickles(description);
        tasks.add(() -> {
            peerTrickles = trickles;
            connect(ice, iceLite, theirs);
        });
        return theirs;
    }

    private void connect(IceDescription ice, boolean iceLite, boolean theirs) {
        if (closed || theirs && !beginOrFail("ICE cannot begin anew: ")) {
            return;
        }
        IceSearch waiting = pending;
        if (waiting == null || isCurrent(ice)) {
            return;
        }
        if (waiting.peerFragment() == null && !waiting.isHeld()) {
            controlling |= iceLite;
            IcePath now = flow.path();
            if (theirs && !iceLite && now != null && !now.isOver()) {
                waiting.hold(() -> start(waiting, ice, false));
            } else {
                start(waiting, ice, iceLite);
            }
        }
        ice.candidates().forEach(this::trickle);
        if (ice.endOfCandidates()) {
            waiting.peerEnded();
        }
    }

    private void start(IceSearch search, IceDescription ice, boolean iceLite) {
        search.start(ice, iceLite);
        early.takeAll().forEach(this::trickle);
    }

    /** An answer to a restart with the old credentials: the other side did not restart, the old way stays. */
    private boolean isCurrent(IceDescription ice) {
        IcePath now = flow.path();
        return now != null
                && !now.isOver()
                && ice.usernameFragment().equals(now.gate().peerFragment());
    }

    @Override
    public void remoteCandidate(IceCandidate candidate) {
        tasks.add(() -> trickle(candidate));
    }

    private void trickle(IceCandidate candidate) {
        IceSearch next = pending;
        if (closed || next == null) {
            return;
        }
        String fragment = candidate.extensions().get("ufrag");
        String known = next.peerFragment();
        if (early.isName(candidate)) {
            early.resolve(candidate, this::trickle);
        } else if (known == null) {
            early.keep(candidate);
        } else if (fragment == null || fragment.equals(known)) {
            next.add(candidate);
        }
    }

    @Override
    public void remoteEndOfCandidates() {
        tasks.add(() -> {
            IceSearch next = pending;
            if (next != null) {
                next.peerEnded();
            }
        });
    }

    /** The other side does no ICE (RFC 8839 4.2.2): RTP as without. */
    private void fallBack(MediaDescription description) {
        if (closed || hidden || flow.hosts().isEmpty()) {
            if (!closed) {
                fail(Origin.PEER, Retry.NEVER, "The peer does no ICE, and this side has no port that it may know");
            }
            return;
        }
        try {
            boolean first = fallback.flow() == null;
            Fallback.Outcome outcome = fallback.take(description, flow.hosts(), components == 2);
            if (outcome == Fallback.Outcome.UNREACHABLE) {
                unusable("The peer's media address is not of this side's IP version");
                return;
            }
            if (first) {
                endSearch();
                gathering.close();
            }
            if (outcome == Fallback.Outcome.CHANGED) {
                listener.connected();
            }
        } catch (IOException e) {
            unusable("The peer's media address is unknown: " + e.getMessage());
        }
    }

    /** A description that leads nowhere. One of a call that has a way already leaves that as it is. */
    private void unusable(String why) {
        if (fallback.flow() == null) {
            fail(Origin.PEER, Retry.NEVER, why);
        } else {
            warning(Failure.of(Kind.MEDIA, Origin.PEER, Retry.NEVER, why + "; the old way stays"));
        }
    }

    private void endSearch() {
        cancel(gatherLimit);
        replace(null);
    }

    // --- the search

    @Override
    public void proved(InetSocketAddress remote) {
        flow.prove(remote);
    }

    @Override
    public void completed(IceSearch search, List<IceWay> ways) {
        if (!flow.generations().contains(search.generation())) {
            return;
        }
        // The old way goes on until here.
        ways.forEach(way -> flow.prove(way.remote()));
        IceGate gate = search.generation().gate();
        flow.use(new IcePath(gate, ways, RANDOM, context.loop().nanoTime()));
        tasks.add(() -> {
            if (!closed && search == pending) {
                endSearch();
                if (flow.keepsOldOnes()) {
                    release = context.loop().schedule(LATECOMERS, () -> tasks.add(flow::release));
                }
                listener.connected();
            }
        });
    }

    @Override
    public void failed(IceSearch search, String why) {
        if (closed || search != pending) {
            return;
        }
        endSearch();
        IcePath old = flow.path();
        if (old == null || old.isOver()) {
            fail(Origin.NETWORK, Retry.LATER, why);
        } else {
            listener.warning(Failure.of(Kind.MEDIA, Origin.NETWORK, Retry.LATER, why + "; the old way stays"));
        }
    }

    // --- the way is lost

    /** On the tick. */
    private void lost() {
        tasks.add(() -> interrupted("The peer no longer answers on the way that ICE found"));
    }

    private void interrupted(String why) {
        if (!closed) {
            listener.interrupted(Failure.of(Kind.MEDIA, Origin.NETWORK, Retry.NOW, why));
        }
    }

    @Override
    public boolean relayLost(TurnRelay relay, Failure why) {
        IcePath now = flow.path();
        boolean used = now != null && !now.isOver() && relay.ports().stream().anyMatch(now::uses);
        if (used) {
            now.stop();
            interrupted(why.message());
        } else {
            warning(why);
        }
        return pending != null;
    }

    @Override
    public void networkChanged() {
        tasks.add(() -> {
            if (closed || generationCount == 0 || fallback.flow() != null) {
                return;
            }
            try {
                List<InetAddress> all = hostPorts.addresses();
                IcePath now = flow.path();
                if (all.isEmpty()) {
                    return; // the cable is out: with the same address back, the way is as before
                }
                if (again != null) {
                    beginAnew();
                } else if (now != null && !now.isOver() && view.isGone(flow, now, all)) {
                    now.stop();
                    interrupted("The address of this host that media left from is gone");
                } else if (pending != null && !hidden) {
                    addPorts();
                }
            } catch (IOException e) {
                // No address at all is no news to a call that has no way; one that has is told by its peer's silence.
            }
        });
    }

    @Override
    public void doubt() {
        IcePath now = flow.path();
        if (now != null) {
            now.doubt();
        }
        PlainFlow without = fallback.flow();
        if (without != null) {
            without.doubt(() -> tasks.add(() -> fail(Origin.NETWORK, Retry.LATER, PlainFlow.SILENT)));
        }
    }

    /** New addresses join the search. */
    private void addPorts() throws IOException {
        List<IcePort> before = flow.hosts();
        List<IcePort> now = hostPorts.refresh(before, components == 2);
        flow.hosts(now);
        now.stream().filter(port -> !before.contains(port)).forEach(this::relayed);
    }

    private static void cancel(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    // --- packets

    @Override
    public int drain(PacketHandler handler) {
        PlainFlow without = fallback.flow();
        return without == null ? flow.drain(handler) : without.drain(handler);
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length) {
        PlainFlow without = fallback.flow();
        return without == null ? flow.sendRtp(data, offset, length) : without.sendRtp(data, offset, length);
    }

    @Override
    public boolean sendRtcp(byte[] data, int offset, int length) {
        PlainFlow without = fallback.flow();
        return without == null ? flow.sendRtcp(data, offset, length) : without.sendRtcp(data, offset, length);
    }

    @Override
    public @Nullable MediaPath way() {
        IcePath current = flow.path();
        IceWay rtp = current == null ? null : current.way(1);
        return rtp == null ? null : rtp.path();
    }

    /** The way in use; null before there is one. For tests. */
    @Nullable
    IcePath path() {
        return flow.path();
    }

    /** The TURN servers in use. For tests. */
    List<TurnRelay> relays() {
        return flow.relays();
    }

    /** The ports are given back at once; ice4j's part ends in the background. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            flow.close();
            tasks.add(() -> {
                gathering.close();
                endSearch();
                cancel(release);
                flow.close();
            });
        }
    }

    private void fail(Origin origin, Retry retry, String message) {
        if (!closed) {
            listener.failed(Failure.of(Kind.MEDIA, origin, retry, message));
        }
    }
}
