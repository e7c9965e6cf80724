package dev.duet.sip.internal.transport;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP socket on a port of the operating system's choice, with one thread that reads. */
public final class UdpWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(UdpWire.class);
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int ROOM = 2 << 20; // some hundred milliseconds of a thousand calls a second

    private final DatagramSocket socket;
    private final InetSocketAddress local;
    private final Listener listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private UdpWire(DatagramSocket socket, Listener listener) {
        this.socket = socket;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.listener = listener;
    }

    /**
     * Opens a socket and starts to read.
     *
     * @throws IOException when this host has no such address
     */
    public static UdpWire open(InetAddress host, Listener listener) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(host, 0));
        socket.setReceiveBufferSize(ROOM); // or what the system allows
        UdpWire wire = new UdpWire(socket, listener);
        Thread reader = new Thread(wire::read, "duet-sip-udp-" + wire.local.getPort());
        reader.setDaemon(true);
        reader.start();
        return wire;
    }

    @Override
    public SipConfig.Transport transport() {
        return SipConfig.Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(message, message.length, to));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("Cannot send {} bytes to {}: {}", message.length, to, e.toString());
        }
    }

    @Override
    public void ping(InetSocketAddress to) {
        send(Crlf.PING, to);
    }

    @Override
    public void close() {
        closed.set(true);
        socket.close();
    }

    private void read() {
        listener.opened(TlsFacts.NONE);
        byte[] buffer = new byte[LARGEST_DATAGRAM];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (!socket.isClosed()) {
            try {
                packet.setLength(buffer.length);
                socket.receive(packet);
                listener.received(
                        Arrays.copyOf(buffer, packet.getLength()), (InetSocketAddress) packet.getSocketAddress());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.debug("Cannot receive on {}: {}", local, e.toString());
                }
            } catch (RuntimeException e) {
                LOG.warn("A message on {} was dropped", local, e);
            }
        }
        if (closed.compareAndSet(false, true)) {
            listener.closed(Failures.network("The UDP socket was closed"));
        }
    }

    /** Whether anybody listens there, as far as this host's network tells (ICMP port unreachable). */
    public static boolean isRefused(InetSocketAddress remote, int waitMillis) {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(remote);
            probe.setSoTimeout(waitMillis);
            probe.send(new DatagramPacket(Crlf.PING, Crlf.PING.length));
            probe.receive(new DatagramPacket(new byte[16], 16));
            return false;
        } catch (java.net.PortUnreachableException refused) {
            return true;
        } catch (IOException silence) {
            return false;
        }
    }

    /** For tests and diagnosis. */
    @Override
    public String toString() {
        return "udp " + local;
    }

    /** What a failed bind is to an application. */
    public static Failure bindFailure(InetAddress host, IOException cause) {
        return Failure.of(
                Failure.Kind.NETWORK,
                Failure.Origin.LOCAL,
                Failure.Retry.LATER,
                "Cannot listen on " + host.getHostAddress() + ": " + cause.getMessage());
    }
}
