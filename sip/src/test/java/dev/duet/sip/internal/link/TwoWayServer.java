package dev.duet.sip.internal.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Says 200 to everything, by UDP and, where wanted, by TCP on the same port, and tells what came by which way. */
final class TwoWayServer implements AutoCloseable {

    private final DatagramSocket udp;
    private final @Nullable ServerSocket tcp;
    private final List<Came> came = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** A message, by {@code UDP} or {@code TCP}, from that port. */
    record Came(String transport, int from, String text) {

        String header(String name) {
            for (String line : text.split("\r\n")) {
                if (line.startsWith(name + ": ")) {
                    return line.substring(name.length() + 2);
                }
            }
            return "";
        }
    }

    private TwoWayServer(DatagramSocket udp, @Nullable ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
        daemon(this::readDatagrams);
        if (tcp != null) {
            daemon(this::accept);
        }
    }

    static TwoWayServer start(boolean tcp) throws IOException {
        InetAddress host = InetAddress.getByName("127.0.0.1");
        for (int i = 0; i < 50; i++) {
            DatagramSocket datagrams = new DatagramSocket(0, host);
            try {
                return new TwoWayServer(datagrams, tcp ? new ServerSocket(datagrams.getLocalPort(), 10, host) : null);
            } catch (BindException taken) {
                datagrams.close();
            }
        }
        throw new IOException("no port is free for both");
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "test-two-way-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return udp.getLocalPort();
    }

    List<Came> came(String method) {
        return came.stream().filter(each -> each.text.startsWith(method + " ")).toList();
    }

    /** How many there were. */
    int connections() {
        return connections.get();
    }

    void breakConnections() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Waits until the account has closed its ends, too. */
    void awaitNoConnection() {
        Awaitility.await("the end of the connection").until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("duet-sip-tcp-")));
    }

    private void readDatagrams() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        while (!udp.isClosed()) {
            try {
                packet.setLength(65_535);
                udp.receive(packet);
                String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                if (!text.isBlank()) {
                    byte[] answer = took("UDP", packet.getPort(), text);
                    udp.send(new DatagramPacket(
                            answer, answer.length, new InetSocketAddress(packet.getAddress(), packet.getPort())));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void accept() {
        ServerSocket server = tcp;
        while (server != null && !server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                daemon(() -> readStream(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void readStream(Socket socket) {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[8192];
        try (socket) {
            for (int length = socket.getInputStream().read(buffer); length >= 0; ) {
                all.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                for (int end = end(all); end > 0; end = end(all)) {
                    socket.getOutputStream().write(took("TCP", socket.getPort(), all.substring(0, end)));
                    all.delete(0, end);
                }
                length = socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            open.remove(socket);
        }
    }

    /** Where the first message ends; -1 when it is not all there. The texts of these tests are ASCII. */
    static int end(StringBuilder all) {
        while (all.indexOf("\r\n") == 0) {
            all.delete(0, 2);
        }
        int headers = all.indexOf("\r\n\r\n");
        if (headers < 0) {
            return -1;
        }
        String length = all.substring(0, headers).replaceAll("(?s).*\r\nContent-Length: *([0-9]+).*", "$1");
        int end = headers + 4 + Integer.parseInt(length);
        return end <= all.length() ? end : -1;
    }

    private byte[] took(String transport, int from, String text) {
        Came one = new Came(transport, from, text);
        came.add(one);
        StringBuilder out = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String line : text.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.startsWith("To:")) {
                out.append(line).append(line.contains("tag=") ? "" : ";tag=srv").append("\r\n");
            } else if (line.matches("(Via|From|Call-ID|CSeq|Contact):.*")) {
                out.append(line).append("\r\n");
            }
        }
        return out.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        udp.close();
        try {
            breakConnections();
            if (tcp != null) {
                tcp.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
