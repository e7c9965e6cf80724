package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks STUN servers about ports, all at the same time. Servers that do not answer cost {@link #LIMIT} in all, a name
 * that the DNS does not know included.
 */
final class StunProbes {

    /** How long gathering may take. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private static final long REPEAT_NANOS = Duration.ofMillis(250).toNanos();

    private final Executor pool;
    private final SecureRandom random = new SecureRandom();
    private volatile StunProbe[] running = {};

    StunProbes(Executor pool) {
        this.pool = pool;
    }

    /** Takes an answer to a probe. False for anything else. For the tick. */
    boolean take(IcePort at, byte[] data, int length, InetSocketAddress from) {
        for (StunProbe each : running) {
            if (each.take(at, data, length, from)) {
                return true;
            }
        }
        return false;
    }

    /** The probes that were answered with an address. Blocks; meanwhile the tick must drain. */
    List<StunProbe> run(List<IcePort> ports, List<Endpoint> servers) {
        if (servers.isEmpty()) {
            return List.of();
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        List<StunProbe> probes = new ArrayList<>();
        for (InetSocketAddress server : resolve(servers, end)) {
            for (IcePort port : ports) {
                if (Addresses.sameFamily(port.port().local().getAddress(), server.getAddress())) {
                    byte[] transaction = new byte[StunProbe.TRANSACTION_BYTES];
                    random.nextBytes(transaction);
                    probes.add(new StunProbe(port, server, transaction));
                }
            }
        }
        running = probes.toArray(StunProbe[]::new);
        CompletableFuture<?> all =
                CompletableFuture.allOf(probes.stream().map(StunProbe::mapped).toArray(CompletableFuture<?>[]::new));
        boolean waiting = true;
        while (waiting && System.nanoTime() < end) {
            probes.stream().filter(probe -> !probe.mapped().isDone()).forEach(StunProbe::send);
            waiting = !await(all, Math.min(end, System.nanoTime() + REPEAT_NANOS));
        }
        running = new StunProbe[0];
        return probes.stream()
                .filter(probe -> probe.mapped().getNow(null) != null)
                .toList();
    }

    private List<InetSocketAddress> resolve(List<Endpoint> servers, long end) {
        List<CompletableFuture<InetSocketAddress>> lookups = servers.stream()
                .map(server -> CompletableFuture.supplyAsync(() -> address(server), pool))
                .toList();
        List<InetSocketAddress> found = new ArrayList<>();
        for (CompletableFuture<InetSocketAddress> each : lookups) {
            if (await(each, end) && !each.isCompletedExceptionally()) {
                found.add(each.join());
            }
        }
        return found;
    }

    private static InetSocketAddress address(Endpoint server) {
        try {
            return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when it is done, well or not. */
    private static boolean await(CompletableFuture<?> future, long end) {
        try {
            future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
