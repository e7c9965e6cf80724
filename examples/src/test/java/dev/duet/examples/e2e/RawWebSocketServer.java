package dev.duet.examples.e2e;

import dev.duet.examples.WebSocketFrame;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One by WebSocket (RFC 7118), of which each byte can be another than it should be. What it is to do with the next
 * connection is said beforehand; the connection that came last is the one that is spoken to.
 */
final class RawWebSocketServer extends RawSip {

    private final ServerSocket listening;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Deque<UnaryOperator<byte[]>> answers = new ConcurrentLinkedDeque<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile @Nullable Socket current;

    /**
     * Listens on loopback.
     *
     * @param tls null for none
     */
    RawWebSocketServer(@Nullable SSLContext tls) {
        super(tls == null ? "WS" : "WSS");
        try {
            ServerSocketFactory sockets = tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
            listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-websocket");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    int port() {
        return listening.getLocalPort();
    }

    /** How many connections came. */
    int accepted() {
        return accepted.get();
    }

    /** What a connection to come gets for the answer to its handshake, and behind it. Others get the right one. */
    void answersOnce(UnaryOperator<byte[]> change) {
        answers.add(change);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // the end of the test
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = WebSocketFrame.accept(in, "sip");
            UnaryOperator<byte[]> change = answers.poll();
            current = socket;
            accepted.incrementAndGet();
            WebSocketFrame.write(socket, change == null ? answer : change.apply(answer));
            read(in, socket);
        } catch (IOException e) {
            // the other side has gone
        }
    }

    private void read(DataInputStream in, Socket socket) throws IOException {
        while (true) {
            WebSocketFrame frame = WebSocketFrame.read(in);
            if (frame.opcode() == WebSocketFrame.PING) {
                WebSocketFrame.write(socket, frame(WebSocketFrame.PONG, frame.payload()));
            } else if (frame.opcode() < WebSocketFrame.CLOSE) {
                received.add(new String(frame.payload(), StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    String receive(Deque<String> kept) {
        try {
            String message = received.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError("Nothing came; kept: " + kept);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Signs a client in, as {@link #register} does, if it asks within that time; gives its contact. */
    Optional<String> registerSoon(Duration patience) {
        try {
            String message = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null || !message.startsWith("REGISTER ")) {
                return Optional.empty();
            }
            return Optional.of(registered(message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A frame as a server makes it (RFC 6455 5.2). */
    static byte[] frame(int opcode, byte[] payload) {
        return new WebSocketFrame(opcode, payload).bytes();
    }

    @Override
    void send(String message) {
        raw(frame(WebSocketFrame.TEXT, message.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes bytes to the connection that came last; when it is gone, nothing. */
    void raw(byte[] bytes) {
        Socket socket = current;
        if (socket != null) {
            try {
                WebSocketFrame.write(socket, bytes);
            } catch (IOException e) {
                // the other side ended it already
            }
        }
    }

    /** Ends the connection that came last, below WebSocket and TLS. */
    void cut() {
        Socket socket = current;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it was
            }
        }
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
