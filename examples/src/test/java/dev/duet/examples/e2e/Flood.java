package dev.duet.examples.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** SIP requests by UDP, no two of them the same, from several hosts and faster than they can be forgotten. */
final class Flood implements AutoCloseable {

    private static final List<String> METHODS = List.of("OPTIONS", "REGISTER", "INVITE", "MESSAGE", "SUBSCRIBE");
    private static final int AT_ONCE = 20;

    private final InetSocketAddress target;
    private final List<DatagramSocket> hosts = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Thread sender = new Thread(this::send, "test-flood");
    private volatile boolean over;

    /** Begins at once. */
    Flood(InetSocketAddress target, int hosts) throws IOException {
        this.target = target;
        for (int i = 0; i < hosts; i++) {
            DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0." + (2 + i)));
            socket.setSoTimeout(1);
            this.hosts.add(socket);
        }
        sender.setDaemon(true);
        sender.start();
    }

    long sent() {
        return sent.get();
    }

    /** How many were answered with 503. */
    long refused() {
        return refused.get();
    }

    private void send() {
        try {
            while (!over) {
                for (int i = 0; i < AT_ONCE; i++) {
                    long number = sent.incrementAndGet();
                    byte[] bytes = request(number).getBytes(StandardCharsets.UTF_8);
                    hosts.get((int) (number % hosts.size())).send(new DatagramPacket(bytes, bytes.length, target));
                }
                listen(hosts.get((int) (sent.get() / AT_ONCE % hosts.size())));
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException e) {
            if (!over) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void listen(DatagramSocket host) throws IOException {
        DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                answer.setLength(4096);
                host.receive(answer);
                String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith("SIP/2.0 503 ") && text.contains("\r\nRetry-After: ")) {
                    refused.incrementAndGet();
                }
            }
        } catch (SocketTimeoutException e) {
            // no more for now
        }
    }

    private static String request(long number) {
        String method = METHODS.get((int) (number % METHODS.size()));
        return method + " sip:alice@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKflood"
                + number + "\r\nFrom: <sip:eve@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: flood"
                + number + "\r\nCSeq: 1 " + method
                + "\r\nContact: <sip:eve@127.0.0.1:9>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    @Override
    public void close() {
        over = true;
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hosts.forEach(DatagramSocket::close);
    }
}
