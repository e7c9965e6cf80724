package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8656.TurnProblem;
import dev.duet.model.Failure;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.spi.RuntimeContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the configured STUN and TURN servers, all at the same time: how they see our ports, and for addresses to lend.
 * All but the events of relays and probes runs one at a time, as tasks.
 */
final class Gathering implements TurnRelay.Events {

    /** Each costs a port here and memory there, for each component. */
    private static final int MAX_RELAYS = 4;

    private static final int MAX_STUN = 4;
    private static final int MAX_DIALS = 3;

    private final MediaConfig config;
    private final RuntimeContext context;
    private final SerialTasks tasks;
    private final IceFlow flow;
    private final StunProbes probes;
    private final RandomGenerator random;
    private final Farewells farewells;
    private final Events events;

    private final Set<IceServer> warned = new HashSet<>();
    private final Set<StunProbe> asked = new HashSet<>();
    private final Map<TurnRelay, Dial> dials = new HashMap<>();
    private final Map<TurnRelay, Dial> lent = new HashMap<>();
    private List<IcePort> hosts = List.of();
    private volatile @Nullable InetAddress from;
    private int components;
    private int pending;
    private int round;
    private boolean closed;

    /** What is found, told in tasks. */
    interface Events {

        /** A port of this host has that address, too. */
        void reflexive(IcePort port, InetSocketAddress mapped, InetSocketAddress server);

        /** A server lends that port. */
        void relayed(IcePort port);

        /** A server no longer lends those ports; true when others are wanted in their place. */
        boolean relayLost(TurnRelay relay, Failure why);

        /** A server is of no use. */
        void warning(Failure failure);

        /** Nothing more comes. */
        void gathered();
    }

    Gathering(
            MediaConfig config,
            RuntimeContext context,
            SerialTasks tasks,
            IceFlow flow,
            StunProbes probes,
            RandomGenerator random,
            Farewells farewells,
            Events events) {
        this.config = config;
        this.context = context;
        this.tasks = tasks;
        this.flow = flow;
        this.probes = probes;
        this.random = random;
        this.farewells = farewells;
        this.events = events;
        probes.tell((probe, mapped) -> tasks.add(() -> probed(probe, mapped)));
    }

    /**
     * Begins, or begins anew; what a server lends already stays.
     *
     * @param ports the ports of this host; empty when it hides
     * @param bound the one local address to use; null for any
     */
    void start(List<IcePort> ports, int componentCount, @Nullable InetAddress bound) {
        round++;
        hosts = ports;
        from = bound;
        components = componentCount;
        probes.stop();
        asked.clear();
        pending = 1;
        List<IceServer> usable =
                config.iceServers().stream().filter(this::isValid).toList();
        if (!ports.isEmpty()) {
            usable.stream()
                    .filter(server -> server.transport() == IceServer.Transport.UDP)
                    .map(IceServer::endpoint)
                    .distinct()
                    .limit(MAX_STUN)
                    .forEach(endpoint -> lookUp(endpoint.host(), endpoint.port(), this::probe));
        }
        usable.stream()
                .filter(server -> server.kind() == IceServer.Kind.TURN)
                .distinct()
                .limit(MAX_RELAYS)
                .forEach(this::relays);
        settled();
    }

    /** Credentials that are over are no use to send (XEP-0215). */
    private boolean isValid(IceServer server) {
        boolean valid = server.expires() == null
                || server.expires().isAfter(context.loop().now());
        if (!valid) {
            warn(
                    server,
                    Failure.of(
                            Failure.Kind.AUTHENTICATION,
                            Failure.Origin.LOCAL,
                            Failure.Retry.LATER,
                            "The credentials for " + name(server) + " have expired"));
        }
        return valid;
    }

    private void settled() {
        if (--pending == 0 && !closed) {
            events.gathered();
        }
    }

    private interface Found {
        void at(InetSocketAddress server);
    }

    private void lookUp(String host, int port, Found found) {
        int current = round;
        pending++;
        inPool(() -> {
            List<InetAddress> addresses = new ArrayList<>();
            try {
                addresses.addAll(Arrays.asList(InetAddress.getAllByName(host)));
            } catch (IOException e) {
                // no such server: a STUN server that is not there is not worth a word
            }
            tasks.add(() -> {
                if (current == round && !closed) {
                    firstOfEach(addresses).forEach(address -> found.at(new InetSocketAddress(address, port)));
                    settled();
                }
            });
        });
    }

    /** One of each IP version. */
    private static List<InetAddress> firstOfEach(List<InetAddress> addresses) {
        List<InetAddress> first = new ArrayList<>();
        for (InetAddress each : addresses) {
            if (first.stream().noneMatch(known -> Addresses.sameFamily(known, each))) {
                first.add(each);
            }
        }
        return first;
    }

    // --- STUN

    private void probe(InetSocketAddress server) {
        List<StunProbe> started = probes.start(hosts, server, context.loop().nanoTime());
        asked.addAll(started);
        pending += started.size();
    }

    private void probed(StunProbe probe, @Nullable InetSocketAddress mapped) {
        if (closed || !asked.remove(probe)) {
            return;
        }
        if (mapped != null) {
            events.reflexive(probe.port(), mapped, probe.server());
        }
        settled();
    }

    // --- TURN

    private void relays(IceServer server) {
        for (int component = 1; component <= components; component++) {
            int number = component;
            boolean running = flow.relays().stream()
                    .anyMatch(
                            each -> each.component() == number && each.server().equals(server) && !each.isOver());
            if (!running) {
                int current = round;
                pending++;
                inPool(() -> dial(number, server, null, MAX_DIALS, current));
            }
        }
    }

    /** In the pool. */
    private void dial(int component, IceServer server, @Nullable InetSocketAddress instead, int left, int dialRound) {
        InetAddress bound = from;
        try {
            InetSocketAddress address = instead != null ? instead : address(server, bound);
            TurnLink link = new TurnDialer(config, bound).dial(server, address);
            tasks.add(() -> dialled(new Dial(component, server, left - 1, dialRound), link));
        } catch (IOException | RuntimeException e) {
            Failure failure = failure(server, e);
            tasks.add(() -> {
                if (dialRound == round) {
                    warn(server, failure);
                    settled();
                }
            });
        }
    }

    private static InetSocketAddress address(IceServer server, @Nullable InetAddress bound) throws IOException {
        List<InetAddress> all =
                Arrays.asList(InetAddress.getAllByName(server.endpoint().host()));
        List<InetAddress> own = bound != null ? List.of(bound) : Addresses.global();
        InetAddress best = all.stream()
                .filter(each -> own.stream().anyMatch(mine -> Addresses.sameFamily(mine, each)))
                .findFirst()
                .orElse(all.get(0));
        return new InetSocketAddress(best, server.endpoint().port());
    }

    private record Dial(int component, IceServer server, int left, int round) {}

    private void dialled(Dial dial, TurnLink link) {
        if (closed || dial.round != round) {
            link.close();
            return;
        }
        TurnRelay relay = new TurnRelay(dial.component, dial.server, link, random, context.loop(), farewells, this);
        dials.put(relay, dial);
        flow.add(relay);
        relay.start();
    }

    @Override
    public void allocated(TurnRelay relay, InetSocketAddress mapped) {
        int preference = 65_535 - 256 * relay.server().transport().ordinal();
        tasks.add(() -> {
            Dial dial = dials.remove(relay);
            if (closed || dial == null) {
                return;
            }
            for (TurnRelay.RelayPort each : relay.ports()) {
                IcePort port = IcePort.relay(
                        relay.component(), each, preference - flow.relayed().size(), mapped);
                flow.add(port);
                events.relayed(port);
            }
            lent.put(relay, dial);
            settledOf(dial);
        });
    }

    private void settledOf(Dial dial) {
        if (dial.round == round) {
            settled();
        }
    }

    @Override
    public void ended(TurnRelay relay, TurnProblem problem) {
        tasks.add(() -> {
            Dial dial = dials.remove(relay);
            Dial before = lent.remove(relay);
            flow.remove(relay);
            relay.close();
            if (closed) {
                return;
            }
            Failure failure = failure(relay.server(), problem);
            if (dial == null) {
                boolean wanted = events.relayLost(relay, failure) && problem.kind() != TurnProblem.Kind.CREDENTIALS;
                if (wanted && before != null && before.left > 0 && before.round == round) {
                    pending++;
                    inPool(() -> dial(before.component, before.server, null, before.left, before.round));
                }
                return;
            }
            boolean again = problem.kind() == TurnProblem.Kind.MISMATCH
                    || problem.kind() == TurnProblem.Kind.REDIRECT && problem.alternate() != null;
            if (again && dial.left > 0 && dial.round == round) {
                inPool(() -> dial(dial.component, dial.server, problem.alternate(), dial.left, dial.round));
            } else {
                warn(relay.server(), failure);
                settledOf(dial);
            }
        });
    }

    // --- what went wrong

    private void warn(IceServer server, Failure failure) {
        if (!closed && warned.add(server)) {
            events.warning(failure);
        }
    }

    private static String name(IceServer server) {
        return "TURN server " + server.endpoint() + " over " + server.transport();
    }

    private static Failure failure(IceServer server, Exception e) {
        boolean tls = e instanceof SSLException;
        return Failure.of(
                tls ? Failure.Kind.TLS : Failure.Kind.NETWORK,
                tls ? Failure.Origin.SERVER : Failure.Origin.NETWORK,
                tls ? Failure.Retry.NEVER : Failure.Retry.LATER,
                "The " + name(server) + " cannot be reached: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    private static Failure failure(IceServer server, TurnProblem problem) {
        String words = problem.code() == 0 ? problem.reason() : problem.code() + " " + problem.reason();
        return switch (problem.kind()) {
            case CREDENTIALS ->
                Failure.of(
                        Failure.Kind.AUTHENTICATION,
                        Failure.Origin.SERVER,
                        Failure.Retry.NEVER,
                        "The " + name(server) + " does not accept the credentials: " + words);
            case UNREACHABLE ->
                Failure.of(
                        Failure.Kind.NETWORK,
                        Failure.Origin.NETWORK,
                        Failure.Retry.LATER,
                        "The " + name(server) + " cannot be reached: " + words);
            default ->
                Failure.of(
                        Failure.Kind.REFUSED,
                        Failure.Origin.SERVER,
                        Failure.Retry.LATER,
                        "The " + name(server) + " lends no address: " + words);
        };
    }

    private void inPool(Runnable task) {
        try {
            context.blocking().execute(task);
        } catch (RejectedExecutionException e) {
            // The runtime is closed: nobody waits.
        }
    }

    /** Tells nothing any more. The flow closes what was opened. */
    void close() {
        closed = true;
        round++;
        probes.stop();
    }
}
