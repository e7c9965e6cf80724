package dev.duet.sip.internal.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An edge proxy by TCP with its registrar: it registers whoever asks, and says nothing to anything else by itself. It
 * may die and return at the same port.
 */
final class Edge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final boolean outbound;
    private final List<String> registers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> others = new LinkedBlockingQueue<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final int port;
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private volatile boolean silent;

    private Edge(boolean outbound) {
        this.outbound = outbound;
        this.port = listen(0);
    }

    /** One whose registrar does outbound, or does not. */
    static Edge start(boolean outbound) {
        return new Edge(outbound);
    }

    int port() {
        return port;
    }

    /** The REGISTERs that came. */
    List<String> registers() {
        return registers;
    }

    /** Waits for the next message that begins so, and is no REGISTER; others are skipped. */
    String await(String start) {
        return await(start, PATIENCE);
    }

    String await(String start, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                String message = others.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("no " + start + " came by " + port);
                }
                if (message.startsWith(start)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** True when nothing came that begins so. */
    boolean isWithout(String start) {
        return others.stream().noneMatch(message -> message.startsWith(start));
    }

    /** Sends by the last connection. */
    void send(String message) {
        try {
            open.get(open.size() - 1).getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An INVITE for who registered last, with that Call-ID. */
    void invite(String callId) {
        String register = registers.get(registers.size() - 1);
        String contact = header(register, "Contact").replaceAll("^<|>.*$", "");
        send("INVITE " + contact + " SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP 127.0.0.1:" + port + ";branch=z9hG4bKedge" + port + callId + "\r\n"
                + "Record-Route: " + route() + "\r\n"
                + "Record-Route: <sip:core.example.com;lr>\r\n"
                + "Max-Forwards: 69\r\n"
                + "From: <sip:bob@example.com>;tag=bob\r\n"
                + "To: <sip:alice@example.com>\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 INVITE\r\n"
                + "Contact: <sip:bob@192.0.2.7>\r\n"
                + "Content-Type: application/sdp\r\n"
                + "Content-Length: " + RawPeer.SDP.length() + "\r\n\r\n" + RawPeer.SDP);
    }

    /** What it writes into Record-Route. */
    String route() {
        return "<sip:127.0.0.1:" + port + ";transport=tcp;lr>";
    }

    /** Ends all connections; it takes others. */
    void cut() {
        for (Socket socket : open) {
            close(socket);
        }
        open.clear();
    }

    /** Nobody listens any more. */
    void die() {
        ServerSocket last = listener;
        Thread acceptors = acceptor;
        if (last != null && acceptors != null) {
            close(last);
            try {
                acceptors.join(); // only then is the port free
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        cut();
    }

    /** From now on it answers no REGISTER either. */
    void fallSilent() {
        silent = true;
    }

    /** It listens again, where it did. */
    void revive() {
        listen(port);
    }

    private int listen(int wanted) {
        try {
            ServerSocket fresh = new ServerSocket();
            fresh.setReuseAddress(true);
            fresh.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
            listener = fresh;
            acceptor = daemon(() -> accept(fresh));
            return fresh.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-edge");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                open.add(socket);
                daemon(() -> read(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void read(Socket socket) {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[8192];
        try (socket) {
            for (int length = socket.getInputStream().read(buffer); length >= 0; ) {
                all.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                for (int end = TwoWayServer.end(all); end > 0; end = TwoWayServer.end(all)) {
                    take(socket, all.substring(0, end));
                    all.delete(0, end);
                }
                length = socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            open.remove(socket);
        }
    }

    private void take(Socket socket, String message) throws IOException {
        if (!message.startsWith("REGISTER ")) {
            others.add(message);
            return;
        }
        String contact = "Contact: " + header(message, "Contact") + "\r\n";
        registers.add(message);
        if (silent) {
            return;
        }
        socket.getOutputStream()
                .write(RawPeer.response(message, 200, "reg", contact + (outbound ? "Require: outbound\r\n" : ""), "")
                        .getBytes(StandardCharsets.UTF_8));
    }

    static String header(String message, String name) {
        for (String line : message.split("\r\n")) {
            if (line.startsWith(name + ": ")) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        die();
    }
}
