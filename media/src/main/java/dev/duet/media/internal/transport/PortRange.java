package dev.duet.media.internal.transport;

import dev.duet.model.MediaConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where local ports come from.
 *
 * @param min the lowest port; 0 to let the operating system choose
 * @param max the highest port
 */
record PortRange(int min, int max) {

    private static final int ATTEMPTS = 100;

    static PortRange of(MediaConfig config) {
        return new PortRange(config.minPort(), config.maxPort());
    }

    /** Opens one port. Blocks for as long as the operating system needs. */
    UdpPort one(InetAddress address) throws IOException {
        if (max == 0) {
            return UdpPort.open(address, 0);
        }
        int low = Math.max(1, min);
        int size = max - low + 1;
        int start = ThreadLocalRandom.current().nextInt(size);
        for (int i = 0; i < size; i++) {
            try {
                return UdpPort.open(address, low + (start + i) % size);
            } catch (BindException taken) {
                addressMustBeOurs(address, taken);
            }
        }
        throw new BindException("No free port from " + low + " to " + max + " on " + address.getHostAddress());
    }

    /** Opens an even port and the odd one above it (RFC 3550 11). */
    List<UdpPort> pair(InetAddress address) throws IOException {
        return max == 0 ? anyPair(address) : pairInRange(address);
    }

    private static List<UdpPort> anyPair(InetAddress address) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            UdpPort first = UdpPort.open(address, 0);
            int port = first.local().getPort();
            try {
                // Odd is as good: then it is the one below that is missing.
                UdpPort second = UdpPort.open(address, port ^ 1);
                return port % 2 == 0 ? List.of(first, second) : List.of(second, first);
            } catch (BindException taken) {
                first.close();
            } catch (IOException | RuntimeException e) {
                first.close();
                throw e;
            }
        }
        throw new BindException("No free pair of ports on " + address.getHostAddress());
    }

    private List<UdpPort> pairInRange(InetAddress address) throws IOException {
        int low = Math.max(2, min + min % 2);
        int pairs = (max - low + 1) / 2;
        int start = pairs < 1 ? 0 : ThreadLocalRandom.current().nextInt(pairs);
        for (int i = 0; i < pairs; i++) {
            int even = low + 2 * ((start + i) % pairs);
            try {
                UdpPort first = UdpPort.open(address, even);
                try {
                    return List.of(first, UdpPort.open(address, even + 1));
                } catch (IOException | RuntimeException e) {
                    first.close();
                    throw e;
                }
            } catch (BindException taken) {
                addressMustBeOurs(address, taken);
            }
        }
        throw new BindException("No free pair of ports from " + min + " to " + max + " on " + address.getHostAddress());
    }

    /** An address of another host fails on every port alike: no use to try them all. */
    private static void addressMustBeOurs(InetAddress address, BindException taken) throws IOException {
        try {
            UdpPort.open(address, 0).close();
        } catch (BindException foreign) {
            foreign.addSuppressed(taken);
            throw foreign;
        }
    }
}
