package dev.duet.media.internal.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.ice4j.socket.IceSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What ice4j sees of a port of ours: a socket that checks alone go through. The tick puts in what it received, a
 * thread of ice4j takes it out. What ice4j sends goes straight to the port, but for answers: those are ours to give.
 */
final class StunSocket extends IceSocketWrapper {

    private static final int ROOM = 64;

    private final LocalPort port;
    private final BlockingQueue<Datagram> received = new ArrayBlockingQueue<>(ROOM);
    private final Datagram end = new Datagram(new byte[0], new InetSocketAddress(0));
    private final DatagramSocket shape;
    private volatile boolean closed;

    StunSocket(LocalPort port) throws SocketException {
        this.port = port;
        shape = new Shape();
    }

    /** Hands over a datagram, copied. Dropped when ice4j does not keep up: STUN is repeated. */
    void put(byte[] data, int offset, int length, InetSocketAddress from) {
        if (!closed && received.remainingCapacity() > 0) {
            received.offer(new Datagram(Arrays.copyOfRange(data, offset, offset + length), from));
        }
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        if (closed) {
            throw new SocketException("Closed");
        }
        boolean answer = packet.getLength() > 0 && packet.getData()[packet.getOffset()] == 1;
        if (!answer) {
            port.send(
                    packet.getData(),
                    packet.getOffset(),
                    packet.getLength(),
                    new InetSocketAddress(packet.getAddress(), packet.getPort()));
        }
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        try {
            Datagram next = received.take();
            if (closed) {
                received.offer(end);
                throw new SocketException("Closed");
            }
            int length = Math.min(next.data.length, packet.getLength());
            System.arraycopy(next.data, 0, packet.getData(), packet.getOffset(), length);
            packet.setLength(length);
            packet.setSocketAddress(next.from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("Interrupted");
        }
    }

    /** Lets go of the port, which is not closed: it is not ice4j's. */
    @Override
    public void close() {
        closed = true;
        received.clear();
        received.offer(end);
    }

    @Override
    public InetAddress getLocalAddress() {
        return port.local().getAddress();
    }

    @Override
    public int getLocalPort() {
        return port.local().getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return port.local();
    }

    @Override
    public @Nullable Socket getTCPSocket() {
        return null;
    }

    /** Only asked whether there is one, and for the size of its buffer. */
    @Override
    public DatagramSocket getUDPSocket() {
        return shape;
    }

    private record Datagram(byte[] data, InetSocketAddress from) {}

    /** Shows ice4j how much it must read at once. It is closed from the start. */
    private static final class Shape extends DatagramSocket {

        Shape() throws SocketException {
            super((SocketAddress) null);
            close();
        }

        @Override
        public int getReceiveBufferSize() {
            return UdpPort.BUFFER_BYTES;
        }
    }
}
