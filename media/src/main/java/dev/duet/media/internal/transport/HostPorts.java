package dev.duet.media.internal.transport;

import dev.duet.model.MediaConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens the ports of this host that are candidates, on each address that fits. May block; one call at a time. */
final class HostPorts {

    private static final int MAX_ADDRESSES = 8;
    private static final String NO_ADDRESS = "this host has no address but loopback";
    private static final int BEST = 65_535;
    /** RFC 8421 4: IPv6 goes first where both work. */
    private static final int IPV4 = 256;

    private final MediaConfig config;
    private final Callable<List<InetAddress>> source;
    private int opened;

    /**
     * Ports by that configuration.
     *
     * @param source this host's addresses, asked each time
     */
    HostPorts(MediaConfig config, Callable<List<InetAddress>> source) {
        this.config = config;
        this.source = source;
    }

    /** The one configured, or the signalling's own on loopback; else all but loopback, which others cannot reach. */
    static List<InetAddress> ofThisHost(MediaConfig config, String localHint) throws IOException {
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

    /** The addresses there are now. */
    List<InetAddress> addresses() throws IOException {
        try {
            return source.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** The one address that all must leave from; null when any may do. */
    @Nullable
    InetAddress only() throws IOException {
        List<InetAddress> all = addresses();
        return all.size() == 1 ? all.get(0) : null;
    }

    /**
     * Those whose addresses are still there, and new ones for new addresses. The others are closed, unless there is no
     * address at all: then all stay as they are.
     */
    List<IcePort> refresh(List<IcePort> before, boolean two) throws IOException {
        List<InetAddress> all = addresses();
        if (all.isEmpty()) {
            throw new IOException(NO_ADDRESS);
        }
        List<IcePort> now = new ArrayList<>();
        for (IcePort each : before) {
            if (all.contains(each.port().local().getAddress())) {
                now.add(each);
            } else {
                close(each);
            }
        }
        Set<InetAddress> known =
                now.stream().map(each -> each.port().local().getAddress()).collect(Collectors.toSet());
        IOException problem = null;
        for (InetAddress address : all) {
            if (known.add(address)) {
                try {
                    open(address, two, now);
                } catch (IOException e) {
                    // One that cannot be used, such as one that the network still tests, costs only its candidate.
                    problem = e;
                }
            }
        }
        if (now.isEmpty()) {
            throw problem != null ? problem : new IOException("no address of this host can be used");
        }
        return now;
    }

    /**
     * A new port for each address, with the preferences of the first. Where none is free, the one before stays.
     *
     * <p>Chromium keeps to an address of ours that it has a way to, whatever the credentials: a new search must not
     * begin there.
     */
    List<IcePort> renew(List<IcePort> before, boolean two) throws IOException {
        opened = 0;
        List<IcePort> now = new ArrayList<>();
        IOException problem = new IOException(NO_ADDRESS);
        for (InetAddress address : addresses()) {
            try {
                open(address, two, now);
            } catch (IOException e) {
                problem = e;
                before.stream()
                        .filter(each -> each.port().local().getAddress().equals(address))
                        .forEach(now::add);
            }
        }
        if (now.isEmpty()) {
            throw problem;
        }
        return now;
    }

    private void open(InetAddress address, boolean two, List<IcePort> into) throws IOException {
        PortRange range = PortRange.of(config);
        boolean v4 = address instanceof java.net.Inet4Address;
        int preference = Math.max(0, BEST - (v4 ? IPV4 : 0) - opened++);
        if (two) {
            List<UdpPort> pair = range.pair(address);
            into.add(IcePort.host(1, pair.get(0), preference));
            into.add(IcePort.host(2, pair.get(1), preference));
        } else {
            into.add(IcePort.host(1, range.one(address), preference));
        }
    }

    static void close(IcePort host) {
        if (host.port() instanceof UdpPort port) {
            port.close();
        }
    }
}
