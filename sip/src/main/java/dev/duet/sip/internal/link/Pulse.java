package dev.duet.sip.internal.link;

import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.stack.Port;
import dev.duet.sip.internal.transport.UdpWire;
import dev.duet.spi.Loop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What accounts that use one UDP socket towards one server do together, however many they are: a ping every {@link
 * Keepalive#PING}, which is one by STUN where the registrar does outbound (RFC 5626 3.5.2), a look whether this host's
 * network says that nobody listens there, and a question every {@link Keepalive#QUESTION}. On the loop.
 */
final class Pulse {

    private static final int PROBE_MILLIS = 200;

    private final Loop loop;
    private final Executor blocking;
    private final Map<Way, Shared> ways = new HashMap<>();

    Pulse(Loop loop, Executor blocking) {
        this.loop = loop;
        this.blocking = blocking;
    }

    /**
     * Takes part.
     *
     * @param outbound whether the registrar does outbound
     * @param gone told when nobody is there any more, perhaps again and again
     */
    Part join(Flow flow, boolean outbound, Consumer<String> gone) {
        Way way = new Way(flow.port(), flow.remote());
        Shared shared = ways.computeIfAbsent(way, none -> {
            Shared made = new Shared(way);
            loop.schedule(Keepalive.PING, made::beat);
            return made;
        });
        Part part = new Part(shared, gone);
        shared.parts.add(part);
        if (outbound) {
            shared.useStun();
        }
        return part;
    }

    private record Way(Port port, InetSocketAddress remote) {}

    /** One account's part. */
    final class Part {
        private final Shared shared;
        private final Consumer<String> gone;

        private Part(Shared shared, Consumer<String> gone) {
            this.shared = shared;
            this.gone = gone;
        }

        void leave() {
            shared.parts.remove(this);
        }

        /** The server is asked. */
        void asked() {
            shared.quietUntil = loop.nanoTime() + Keepalive.PATIENCE.toNanos();
        }

        /** The server answered. */
        void answered() {
            shared.quietUntil = loop.nanoTime() + Keepalive.QUESTION.toNanos();
        }

        /** For how long nobody needs to ask, since another account does or did; zero or less when it is time. */
        Duration silence() {
            return Duration.ofNanos(shared.quietUntil - loop.nanoTime());
        }

        /** The server does not answer: all accounts are told. */
        void unanswered(String why) {
            shared.tell(why);
        }
    }

    private final class Shared {
        private final Way way;
        private final Set<Part> parts = new LinkedHashSet<>();
        private @Nullable StunKeepalive stun;
        private long quietUntil;

        Shared(Way way) {
            this.way = way;
            quietUntil = loop.nanoTime();
        }

        private void useStun() {
            if (stun == null) {
                stun = new StunKeepalive(loop, way.port, way.remote, this::tell);
            }
        }

        private void beat() {
            if (parts.isEmpty()) {
                ways.remove(way);
                if (stun != null) {
                    stun.end();
                }
                return;
            }
            if (stun == null) {
                way.port.ping(way.remote);
            } else {
                stun.beat();
            }
            blocking.execute(() -> {
                if (UdpWire.isRefused(way.remote, PROBE_MILLIS)) {
                    loop.execute(() -> tell("Nobody listens at " + way.remote + " any more"));
                }
            });
            loop.schedule(Keepalive.PING, this::beat);
        }

        private void tell(String why) {
            quietUntil = loop.nanoTime();
            List.copyOf(parts).forEach(part -> part.gone.accept(why));
        }
    }
}
