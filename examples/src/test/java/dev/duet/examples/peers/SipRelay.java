package dev.duet.examples.peers;

import dev.duet.examples.MessageHead;
import dev.duet.examples.WebSocketFrame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a server that has TCP alone, and takes TLS, WebSocket (RFC 7118) or both. What is said goes through as
 * it is: the server is that of the account in all but the transport.
 */
final class SipRelay implements AutoCloseable {

    private final ServerSocket listening;
    private volatile int server;
    private final boolean webSocket;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Principal> shown = new CopyOnWriteArrayList<>();

    private SipRelay(int server, boolean webSocket, @Nullable SSLContext tls, boolean demanding) {
        this.server = server;
        this.webSocket = webSocket;
        try {
            ServerSocketFactory sockets = tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
            listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            if (listening instanceof SSLServerSocket secure) {
                secure.setNeedClientAuth(demanding);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Takes TCP, as the server itself does. */
    static SipRelay tcp(int server) {
        return new SipRelay(server, false, null, false);
    }

    static SipRelay tls(int server, SSLContext tls) {
        return new SipRelay(server, false, tls, false);
    }

    /** Takes those alone who show a certificate. */
    static SipRelay mutualTls(int server, SSLContext tls) {
        return new SipRelay(server, false, tls, true);
    }

    /**
     * Takes WebSocket.
     *
     * @param tls null for none
     */
    static SipRelay webSocket(int server, @Nullable SSLContext tls) {
        return new SipRelay(server, true, tls, false);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Where connections to come lead. */
    void leadTo(int other) {
        server = other;
    }

    /** How many connections got through. */
    int accepted() {
        return accepted.get();
    }

    /** Who showed a certificate. */
    List<Principal> shown() {
        return shown;
    }

    /** Breaks all connections. */
    void cut() {
        open.forEach(SipRelay::end);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        return; // one side has gone
                    }
                },
                "test-sip-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            client.setTcpNoDelay(true);
            if (client instanceof SSLSocket secure) {
                secure.startHandshake();
                if (secure.getNeedClientAuth()) {
                    shown.add(secure.getSession().getPeerPrincipal());
                }
            }
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            if (webSocket) {
                WebSocketFrame.write(client, WebSocketFrame.accept(in, "sip"));
            }
            try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
                behind.setTcpNoDelay(true);
                open.add(client);
                accepted.incrementAndGet();
                start(() -> back(behind, client));
                forth(in, client, behind);
            } finally {
                open.remove(client);
            }
        }
    }

    private void forth(DataInputStream in, Socket client, Socket behind) throws IOException {
        if (!webSocket) {
            in.transferTo(behind.getOutputStream());
            return;
        }
        WebSocketFrame frame = WebSocketFrame.read(in);
        while (frame.opcode() != WebSocketFrame.CLOSE) {
            if (frame.opcode() == WebSocketFrame.PING) {
                WebSocketFrame.write(client, new WebSocketFrame(WebSocketFrame.PONG, frame.payload()).bytes());
            } else {
                WebSocketFrame.write(behind, frame.payload());
            }
            frame = WebSocketFrame.read(in);
        }
    }

    private void back(Socket behind, Socket client) throws IOException {
        try (client;
                behind) {
            if (!webSocket) {
                behind.getInputStream().transferTo(client.getOutputStream());
                return;
            }
            DataInputStream in = new DataInputStream(new BufferedInputStream(behind.getInputStream()));
            while (true) {
                WebSocketFrame.write(client, new WebSocketFrame(WebSocketFrame.TEXT, message(in)).bytes());
            }
        }
    }

    /** The next message of a stream (RFC 3261 18.3). */
    private static byte[] message(DataInputStream in) throws IOException {
        MessageHead head = MessageHead.read(in);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(head.bytes());
        message.write(in.readNBytes(Integer.parseInt(head.value("Content-Length", "0"))));
        return message.toByteArray();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
