package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.registrar.Binding;
import dev.duet.sandbox.internal.sip.registrar.Locations;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Inbound;
import dev.duet.sandbox.internal.sip.transport.Loop;
import dev.duet.sandbox.internal.sip.transport.Sockets;
import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Starts, stops and restarts the server. All methods from any thread. */
public final class SipHost implements AutoCloseable {

    /**
     * What it takes to run.
     *
     * @param tls the context of the TLS listener, or empty for no TLS
     * @param maxMessage the longest message taken from a stream, in bytes
     */
    public record Hosting(Settings settings, Optional<SSLContext> tls, int maxMessage) {}

    private final Hosting hosting;
    private final Loop loop;
    private final MessageLog log = new MessageLog();
    private final Locations locations = new Locations();
    private final Map<Transport, Integer> ports = new EnumMap<>(Transport.class);
    private @Nullable Run run;

    /** One time between start and stop; its timers die with it. */
    private static final class Run implements Timers {

        private final Loop loop;
        private @Nullable Sockets sockets;
        private @Nullable SipCore core;
        private boolean over;

        Run(Loop loop) {
            this.loop = loop;
        }

        @Override
        public Instant now() {
            return loop.now();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return loop.after(delay, () -> {
                if (!over) {
                    task.run();
                }
            });
        }
    }

    public SipHost(Hosting hosting) {
        this.hosting = hosting;
        ports.put(Transport.UDP, 0);
        ports.put(Transport.TCP, 0);
        if (hosting.tls().isPresent()) {
            ports.put(Transport.TLS, 0);
        }
        loop = Loop.start("duet-sandbox-sip");
    }

    /** Listens, on the ports of the last time if there was one. */
    public synchronized void start() {
        try {
            Map<Transport, Integer> bound = loop.call(this::startOnLoop);
            ports.putAll(bound);
        } catch (RuntimeException e) {
            if (ports.get(Transport.UDP) == 0) {
                loop.close();
            }
            throw e;
        }
    }

    private Map<Transport, Integer> startOnLoop() {
        Run running = run;
        if (running != null && running.sockets != null) {
            return running.sockets.ports();
        }
        Run fresh = new Run(loop);
        Inlet inlet = new Inlet();
        Sockets sockets = Sockets.open(loop, ports, hosting.tls().orElse(null), hosting.maxMessage(), inlet);
        fresh.sockets = sockets;
        inlet.core = new SipCore(hosting.settings(), fresh, sockets, locations, log);
        fresh.core = inlet.core;
        run = fresh;
        return sockets.ports();
    }

    /** Closes all sockets and forgets all but the logs. */
    public synchronized void stop() {
        loop.call(() -> {
            stopOnLoop();
            return true;
        });
        // A registered channel frees its port only when the selector has let go of it, one round later.
        loop.call(() -> true);
    }

    private void stopOnLoop() {
        Run running = run;
        if (running != null && running.sockets != null) {
            running.over = true;
            running.sockets.close();
            locations.clear();
        }
        run = null;
    }

    public void cutConnections() {
        loop.execute(() -> {
            Run running = run;
            if (running != null && running.sockets != null) {
                running.sockets.cut(flow -> true);
            }
        });
    }

    public void endSubscriptions(String user, String reason) {
        loop.execute(() -> {
            Run running = run;
            if (running != null && running.core != null) {
                running.core.endSubscriptions(user, reason);
            }
        });
    }

    public synchronized int port(Transport transport) {
        Integer port = ports.get(transport);
        if (port == null) {
            throw new IllegalStateException(transport + " is off");
        }
        return port;
    }

    public synchronized Map<Transport, Integer> ports() {
        return Map.copyOf(ports);
    }

    public List<Binding> bindings(String user) {
        return locations.of(user, Instant.now());
    }

    public MessageLog log() {
        return log;
    }

    @Override
    public synchronized void close() {
        loop.execute(this::stopOnLoop);
        loop.close();
    }

    /** Lets sockets and core, which need each other, be made one after the other. */
    private static final class Inlet implements Inbound {

        private @Nullable SipCore core;

        @Override
        public void message(Flow flow, byte[] bytes) {
            if (core != null) {
                core.message(flow, bytes);
            }
        }

        @Override
        public void unframeable(Flow flow, byte[] head, int status, String why) {
            if (core != null) {
                core.unframeable(flow, head, status, why);
            }
        }

        @Override
        public void closed(Flow flow) {
            if (core != null) {
                core.closed(flow);
            }
        }
    }
}
