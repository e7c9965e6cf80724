package dev.duet.examples.peers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands between one account and its server by UDP, as a NAT does: the server sees a port of this. */
final class UdpRelay implements AutoCloseable {

    private final InetAddress host = InetAddress.getLoopbackAddress();
    private final int server;
    private final DatagramSocket front;
    private final AtomicInteger stunAnswers = new AtomicInteger();
    private final AtomicInteger registrations = new AtomicInteger();
    private volatile DatagramSocket back;
    private volatile @Nullable SocketAddress client;

    private UdpRelay(int server) throws IOException {
        this.server = server;
        this.front = new DatagramSocket(0, host);
        this.back = new DatagramSocket(0, host);
    }

    static UdpRelay to(int server) throws IOException {
        UdpRelay relay = new UdpRelay(server);
        relay.pass(relay.front);
        relay.pass(relay.back);
        return relay;
    }

    int port() {
        return front.getLocalPort();
    }

    /** How many answers by STUN went back. */
    int stunAnswers() {
        return stunAnswers.get();
    }

    /** How many REGISTERs went through. */
    int registrations() {
        return registrations.get();
    }

    /** Shows the server another port from now on. */
    void rebind() throws IOException {
        DatagramSocket old = back;
        back = new DatagramSocket(0, host);
        pass(back);
        old.close();
    }

    private void pass(DatagramSocket from) {
        Thread thread = new Thread(() -> read(from), "test-udp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(DatagramSocket from) {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        while (!from.isClosed()) {
            try {
                packet.setLength(65_535);
                from.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                if (from == front) {
                    out(bytes, packet.getSocketAddress());
                } else {
                    in(bytes);
                }
            } catch (IOException e) {
                continue; // one that nobody takes, or the end
            }
        }
    }

    private void out(byte[] bytes, SocketAddress from) throws IOException {
        String start = new String(bytes, 0, Math.min(bytes.length, 9), StandardCharsets.ISO_8859_1);
        if (start.equals("REGISTER ")) {
            client = from;
            registrations.incrementAndGet();
        }
        back.send(new DatagramPacket(bytes, bytes.length, host, server));
    }

    private void in(byte[] bytes) throws IOException {
        SocketAddress to = client;
        if (to != null) {
            front.send(new DatagramPacket(bytes, bytes.length, to));
            if (bytes.length >= 20 && bytes[0] == 1 && bytes[1] == 1) {
                stunAnswers.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
