package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RTP and RTCP on the way that ICE finds (RFC 8445). The ports are ours: ice4j sees only STUN, and packets of media go
 * straight to the port of the chosen pair. RTP and RTCP share a port (RFC 5761), unless the other side offers without.
 *
 * <p>When the other side answers without ICE, the default candidate is used as in {@link PlainTransport}, but RTCP is
 * received on RTP's port only.
 */
public final class IceTransport implements MediaTransport, IceGeneration.Events {

    /** How long a way may take to be found after the other side's description is known. */
    static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    /** How long packets may be sent to a peer that does not answer checks (RFC 7675 5.1). */
    static final Duration CONSENT = Duration.ofSeconds(30);

    private static final int MAX_ADDRESSES = 8;
    private static final int MAX_EARLY = 64;

    private final MediaConfig config;
    private final String localHint;
    private final RuntimeContext context;
    private final Listener listener;
    private final SerialTasks tasks;
    private final StunProbes probes;

    private final IceFlow flow;

    private volatile @Nullable PlainFlow plain;
    private volatile boolean closed;
    private volatile long consentedAt;

    // Of the tasks, which run one at a time.
    private boolean controlling;
    private int generationCount;
    private @Nullable IceGeneration current;
    private @Nullable IceGeneration pending;
    private final List<IceCandidate> early = new ArrayList<>();
    private Loop.@Nullable Timer limit;
    private Loop.@Nullable Timer consent;
    private @Nullable PlainRemote plainRemote;

    // Of the loop.
    private boolean restarting;
    private @Nullable String remoteFragment;

    /**
     * Makes a transport; nothing is opened yet.
     *
     * @param localHint the local address that the signalling uses; empty when unknown
     */
    public IceTransport(MediaConfig config, String localHint, RuntimeContext context, Listener listener) {
        this.config = config;
        this.localHint = localHint;
        this.context = context;
        this.listener = listener;
        tasks = new SerialTasks(
                context.blocking(),
                e -> fail(
                        Origin.LOCAL, Retry.LATER, "ICE failed: " + e.getClass().getSimpleName()));
        probes = new StunProbes(context.blocking());
        flow = new IceFlow(probes);
    }

    @Override
    public void open(@Nullable MediaDescription offer) {
        restarting = offer == null;
        tasks.add(() -> bind(offer));
    }

    private void bind(@Nullable MediaDescription offer) {
        if (closed) {
            return;
        }
        controlling = offer == null;
        List<IcePort> opened = new ArrayList<>();
        try {
            openAll(offer != null && !offer.rtcpMux(), opened);
            flow.ports(opened);
            begin(controlling);
        } catch (IOException e) {
            fail(Origin.LOCAL, Retry.LATER, "Media cannot be set up: " + e.getMessage());
        }
        if (closed) {
            opened.forEach(port -> port.port().close());
        }
    }

    /** An address that cannot be used, such as one that the network still tests, costs only its candidate. */
    private void openAll(boolean two, List<IcePort> opened) throws IOException {
        IOException problem = null;
        for (InetAddress address : addresses()) {
            try {
                openPorts(address, two, opened);
            } catch (IOException e) {
                problem = e;
            }
        }
        if (opened.isEmpty()) {
            throw problem != null ? problem : new IOException("this host has no address but loopback");
        }
    }

    private void openPorts(InetAddress address, boolean two, List<IcePort> opened) throws IOException {
        PortRange range = PortRange.of(config);
        if (two) {
            List<UdpPort> pair = range.pair(address);
            opened.add(new IcePort(1, pair.get(0)));
            opened.add(new IcePort(2, pair.get(1)));
        } else {
            opened.add(new IcePort(1, range.one(address)));
        }
    }

    /** Loopback only when that is asked for: to others it means nothing. */
    private List<InetAddress> addresses() throws IOException {
        String configured = config.localHost();
        if (configured != null) {
            return List.of(InetAddress.getByName(configured));
        }
        InetAddress hint = Addresses.literal(localHint);
        if (hint != null && hint.isLoopbackAddress()) {
            return List.of(hint);
        }
        List<InetAddress> all = Addresses.global();
        return all.subList(0, Math.min(MAX_ADDRESSES, all.size()));
    }

    /** Makes a generation, and tells of it. */
    private void begin(boolean asControlling) throws IOException {
        IceGeneration next = new IceGeneration(generationCount++, asControlling, flow.ports(), this);
        IceGeneration old = pending;
        pending = next;
        if (old != null) {
            old.free();
        }
        publish();
        probes.run(flow.ports(), stunServers()).forEach(next::addReflexive);
        if (!closed) {
            listener.localReady(local(next.description()));
        }
    }

    private List<Endpoint> stunServers() {
        return config.iceServers().stream()
                .filter(server -> server.transport() == IceServer.Transport.UDP)
                .map(IceServer::endpoint)
                .toList();
    }

    private Local local(IceDescription ice) {
        IcePort main = mainPort(1);
        IcePort second = hasTwoComponents() ? mainPort(2) : null;
        return new Local(
                defaultEndpoint(main, ice), second == null ? null : defaultEndpoint(second, ice), second == null, ice);
    }

    /** As the other side sees the port, where that is known: best for one that does no ICE (RFC 8445 5.1.4). */
    private static Endpoint defaultEndpoint(IcePort port, IceDescription ice) {
        Endpoint host = Addresses.endpoint(port.port().local());
        return ice.candidates().stream()
                .filter(c -> c.type() == IceCandidate.Type.SRFLX && host.equals(c.related()))
                .map(IceCandidate::endpoint)
                .findFirst()
                .orElse(host);
    }

    private boolean hasTwoComponents() {
        return flow.ports().stream().anyMatch(p -> p.component() == 2);
    }

    /** The one that a peer without ICE would use: the signalling's own address, else IPv4. */
    private IcePort mainPort(int component) {
        List<IcePort> all =
                flow.ports().stream().filter(p -> p.component() == component).toList();
        return all.stream()
                .filter(p -> p.port().local().getAddress().getHostAddress().equals(localHint))
                .findFirst()
                .or(() -> all.stream()
                        .filter(p -> p.port().local().getAddress() instanceof Inet4Address)
                        .findFirst())
                .orElse(all.get(0));
    }

    private void publish() {
        List<IceGeneration> all = new ArrayList<>();
        if (current != null) {
            all.add(current);
        }
        if (pending != null) {
            all.add(pending);
        }
        flow.generations(all);
    }

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
        tasks.add(() -> connect(ice, iceLite, theirs));
        return theirs;
    }

    private void connect(IceDescription ice, boolean iceLite, boolean theirs) {
        if (closed) {
            return;
        }
        try {
            if (theirs) {
                begin(controlling);
            }
        } catch (IOException e) {
            fail(Origin.LOCAL, Retry.LATER, "ICE cannot begin anew: " + e.getMessage());
            return;
        }
        IceGeneration waiting = pending;
        if (waiting == null || waiting.remoteFragment() != null || isCurrent(ice)) {
            ice.candidates().forEach(this::trickle);
            return;
        }
        controlling |= iceLite;
        cancelLimit();
        limit = context.loop().schedule(CONNECT_LIMIT, () -> tasks.add(() -> giveUp(waiting)));
        waiting.start(ice, iceLite);
        List<IceCandidate> kept = List.copyOf(early);
        early.clear();
        kept.forEach(this::trickle);
    }

    /** An answer to a restart with the old credentials: the other side did not restart, the old way stays. */
    private boolean isCurrent(IceDescription ice) {
        IceGeneration now = current;
        return now != null && ice.usernameFragment().equals(now.remoteFragment());
    }

    private void giveUp(IceGeneration generation) {
        if (generation == pending) {
            failed(generation, "No way to the peer was found by ICE in " + CONNECT_LIMIT.toSeconds() + " s");
        }
    }

    @Override
    public void remoteCandidate(IceCandidate candidate) {
        tasks.add(() -> trickle(candidate));
    }

    private void trickle(IceCandidate candidate) {
        String fragment = candidate.extensions().get("ufrag");
        for (IceGeneration each : flow.generations()) {
            String known = each.remoteFragment();
            if (known != null && (fragment == null || fragment.equals(known))) {
                each.add(candidate);
            } else if (known == null && early.size() < MAX_EARLY) {
                early.add(candidate);
            }
        }
    }

    @Override
    public void restart() {
        restarting = true;
        tasks.add(() -> {
            if (closed || flow.ports().isEmpty()) {
                return;
            }
            try {
                begin(controlling);
            } catch (IOException e) {
                fail(Origin.LOCAL, Retry.LATER, "ICE cannot begin anew: " + e.getMessage());
            }
        });
    }

    /** The other side does no ICE (RFC 8839 4.2.2): RTP as without. */
    private void fallBack(MediaDescription description) {
        if (closed || flow.ports().isEmpty()) {
            return;
        }
        try {
            PlainRemote remote = PlainRemote.of(description);
            PlainFlow without = plain == null ? withoutIce() : plain;
            if (!without.reaches(remote)) {
                fail(Origin.PEER, Retry.NEVER, "The peer's media address is not of this side's IP version");
                return;
            }
            without.remote(remote, description.rtcpMux());
            boolean changed = !remote.equals(plainRemote);
            plainRemote = remote;
            plain = without;
            if (changed && remote.rtp() != null) {
                listener.connected();
            }
        } catch (IOException e) {
            fail(Origin.PEER, Retry.NEVER, "The peer's media address is unknown: " + e.getMessage());
        }
    }

    private PlainFlow withoutIce() {
        cancelLimit();
        cancel(consent);
        end(pending);
        end(current);
        pending = null;
        current = null;
        publish();
        IcePort second = hasTwoComponents() ? mainPort(2) : null;
        return new PlainFlow(mainPort(1).port(), second == null ? null : second.port(), context.loop());
    }

    private static void end(@Nullable IceGeneration generation) {
        if (generation != null) {
            generation.free();
        }
    }

    @Override
    public void proved(InetSocketAddress remote) {
        flow.prove(remote);
    }

    @Override
    public void completed(IceGeneration generation, List<IceGeneration.Way> ways) {
        if (!flow.generations().contains(generation)) {
            return;
        }
        consentedAt = context.loop().nanoTime();
        // The old way goes on until here. Other threads than ice4j's free the old run: it may wait for them.
        ways.forEach(flow::use);
        tasks.add(() -> {
            if (closed || generation != pending) {
                return;
            }
            cancelLimit();
            IceGeneration old = current;
            current = generation;
            pending = null;
            publish();
            end(old);
            listener.connected();
        });
    }

    @Override
    public void failed(IceGeneration generation, String why) {
        tasks.add(() -> {
            if (closed || generation != pending && generation != current) {
                return;
            }
            boolean last = generation == pending || pending == null;
            if (generation == pending) {
                cancelLimit();
                pending = null;
            } else {
                current = null;
                flow.stop();
            }
            publish();
            end(generation);
            if (last) {
                fail(Origin.NETWORK, Retry.LATER, why);
            }
        });
    }

    @Override
    public void consented(IceGeneration generation) {
        consentedAt = context.loop().nanoTime();
    }

    /** One lost check is no end: only when none was answered for long, the consent is over. */
    @Override
    public void unanswered(IceGeneration generation) {
        tasks.add(() -> {
            if (closed || generation != current) {
                return;
            }
            cancel(consent);
            Duration left = CONSENT.minusNanos(context.loop().nanoTime() - consentedAt);
            if (left.isNegative() || left.isZero()) {
                failed(generation, "The peer no longer answers on the way that ICE found");
            } else {
                consent = context.loop().schedule(left, () -> unanswered(generation));
            }
        });
    }

    /** The run of ICE whose way is used; null before there is one. For tests. */
    @Nullable
    IceGeneration current() {
        return flow.generations().stream().findFirst().orElse(null);
    }

    private void cancelLimit() {
        cancel(limit);
        limit = null;
    }

    private static void cancel(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public int drain(PacketHandler handler) {
        PlainFlow without = plain;
        return without == null ? flow.drain(handler) : without.drain(handler);
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length) {
        PlainFlow without = plain;
        return without == null ? flow.sendRtp(data, offset, length) : without.sendRtp(data, offset, length);
    }

    @Override
    public boolean sendRtcp(byte[] data, int offset, int length) {
        PlainFlow without = plain;
        return without == null ? flow.sendRtcp(data, offset, length) : without.sendRtcp(data, offset, length);
    }

    /** The ports are given back at once; ice4j's part ends in the background. */
    @Override
    public void close() {
        closed = true;
        flow.close();
        tasks.add(() -> {
            cancelLimit();
            cancel(consent);
            end(pending);
            end(current);
            pending = null;
            current = null;
            publish();
        });
    }

    private void fail(Origin origin, Retry retry, String message) {
        if (!closed) {
            listener.failed(Failure.of(Kind.MEDIA, origin, retry, message));
        }
    }
}
