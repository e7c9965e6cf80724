package dev.duet.sip.internal.link;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3261.Detour;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.transport.PeerIdentity;
import dev.duet.sip.internal.transport.StreamWire;
import dev.duet.spi.Loop;
import dev.duet.spi.Newest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP connections for what is too large for UDP. One is kept while it is used, since answers come by it however long
 * somebody rings; who takes none is left alone for a while. On the loop.
 */
final class Detours implements Detour {

    static final Duration IDLE = Duration.ofMinutes(10);
    static final Duration PING = Duration.ofSeconds(25);
    static final Duration REFUSED = Duration.ofMinutes(10);
    private static final int CONNECT_MILLIS = 3000;
    private static final int MOST = 16;
    private static final int MOST_REFUSED = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Detours.class);

    private final UserAgent agent;
    private final Loop loop;
    private final Flows flows;
    private final Map<InetSocketAddress, Way> ways = new HashMap<>();
    private final Map<InetSocketAddress, Long> refused = Newest.mapByUse(MOST_REFUSED); // until when

    Detours(UserAgent agent, Flows flows) {
        this.agent = agent;
        this.loop = agent.loop();
        this.flows = flows;
    }

    @Override
    public void open(InetSocketAddress hop, Consumer<@Nullable Flow> then) {
        Flow base = agent.flow();
        Long until = refused.get(hop);
        Way way = ways.get(hop);
        boolean spared = until != null && until - loop.nanoTime() > 0;
        if (base == null || way == null && (spared || ways.size() >= MOST)) {
            then.accept(null);
            return;
        }
        if (way == null) {
            way = new Way(hop);
            ways.put(hop, way);
            way.lease = flows.open(target(hop, base), way);
        }
        way.use(then);
    }

    private StreamWire.Target target(InetSocketAddress hop, Flow base) {
        return new StreamWire.Target(
                Transport.TCP,
                hop,
                base.local().getAddress(),
                "/",
                agent.config().trust(),
                null,
                new PeerIdentity(agent.self().host(), Set.of()),
                CONNECT_MILLIS,
                agent.config().limits());
    }

    @Override
    public @Nullable Flow opened(InetSocketAddress hop) {
        Way way = ways.get(hop);
        return way == null ? null : way.flow;
    }

    @Override
    public void end() {
        List.copyOf(ways.values()).forEach(Way::end);
        ways.clear();
        refused.clear();
    }

    private final class Way implements Flows.Listener {
        private final InetSocketAddress hop;
        private final List<Consumer<@Nullable Flow>> waiting = new ArrayList<>();
        private Flows.@Nullable Lease lease;
        private @Nullable Flow flow;
        private Loop.@Nullable Timer timer;
        private long used;

        Way(InetSocketAddress hop) {
            this.hop = hop;
        }

        void use(Consumer<@Nullable Flow> then) {
            used = loop.nanoTime();
            Flow open = flow;
            if (open == null) {
                waiting.add(then);
            } else {
                then.accept(open);
            }
        }

        private void tell() {
            List<Consumer<@Nullable Flow>> told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(each -> each.accept(flow));
        }

        @Override
        public void opened(Flow opened) {
            LOG.debug("{} sends to {} by TCP what is too large for UDP", agent.self(), hop);
            flow = opened;
            timer = loop.schedule(PING, this::beat);
            tell();
        }

        @Override
        public void closed(Failure failure) {
            ways.remove(hop, this);
            stopTimer();
            Flow broken = flow;
            if (broken == null) {
                LOG.debug("{} takes no TCP: {}", hop, failure);
                refused.put(hop, loop.nanoTime() + REFUSED.toNanos());
                tell();
            } else {
                agent.broken(broken, failure);
            }
        }

        private void beat() {
            Flow open = flow;
            if (open == null) {
                return;
            }
            if (loop.nanoTime() - used > IDLE.toNanos()) {
                ways.remove(hop, this);
                end();
            } else {
                open.port().ping(open.remote());
                timer = loop.schedule(PING, this::beat);
            }
        }

        void end() {
            stopTimer();
            waiting.clear();
            if (lease != null) {
                lease.release();
            }
        }

        private void stopTimer() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
