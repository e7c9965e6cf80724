package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.spi.net.Hosts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses of this host, and of others as descriptions write them. */
final class Addresses {

    private static final int DISCARD = 9;

    private Addresses() {}

    /** True when the host is written as an IP address, so that no name needs to be looked up. */
    static boolean isLiteral(String host) {
        return literal(host) != null;
    }

    /** The IP address; null when it is none. Never looks a name up. Descriptions write IPv6 without brackets. */
    static @Nullable InetAddress literal(String host) {
        return host.startsWith("[") ? null : Hosts.literal(host);
    }

    /** As descriptions write it: without a zone, which means nothing elsewhere. */
    static Endpoint endpoint(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        return new Endpoint(zone < 0 ? host : host.substring(0, zone), address.getPort());
    }

    /** No address of that IP version, where one must be written (RFC 8840 4.1.1). */
    static Endpoint nowhere(InetAddress like) {
        return new Endpoint(like instanceof Inet6Address ? "::" : "0.0.0.0", DISCARD);
    }

    /**
     * The address for media without ICE: the configured one, else the hint when it is one of this host and of the
     * peer's IP version, else the one that packets to the peer leave from, else the first that fits. Blocks when a
     * name must be looked up.
     */
    static InetAddress choose(@Nullable String configured, String hint, @Nullable Endpoint peer) throws IOException {
        if (configured != null) {
            return InetAddress.getByName(configured);
        }
        InetAddress remote = peer == null ? null : literal(peer.host());
        InetAddress hinted = literal(hint);
        if (hinted != null
                && !hinted.isAnyLocalAddress()
                && (remote == null || sameFamily(hinted, remote))
                && NetworkInterface.getByInetAddress(hinted) != null) {
            return hinted;
        }
        InetAddress routed = remote == null || remote.isAnyLocalAddress() ? null : towards(remote);
        if (routed != null) {
            return routed;
        }
        List<InetAddress> own = global();
        return own.isEmpty() ? InetAddress.getLoopbackAddress() : own.get(0);
    }

    /** Where the operating system would send from. No packet is sent. Null when there is no route. */
    static @Nullable InetAddress towards(InetAddress remote) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(remote, DISCARD));
            InetAddress from = socket.getLocalAddress();
            return from.isAnyLocalAddress() ? null : from;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** The addresses of interfaces that are up, IPv4 first; none of loopback, link-local or multicast. */
    static List<InetAddress> global() throws SocketException {
        List<InetAddress> found = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp() && !each.isLoopback()) {
                each.inetAddresses()
                        .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress() && !a.isMulticastAddress())
                        .filter(a -> !a.isAnyLocalAddress())
                        .forEach(found::add);
            }
        }
        found.sort(Comparator.comparing(a -> a instanceof Inet4Address ? 0 : 1));
        return found;
    }

    /** True when an interface of this host has that address. */
    static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** True when packets can go from one to the other: same family. */
    static boolean sameFamily(InetAddress one, InetAddress other) {
        return one instanceof Inet6Address == other instanceof Inet6Address;
    }
}
